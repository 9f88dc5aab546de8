import { oneLine } from "./one-line.ts";

const longestGraphemes = 60;

/**
 * The name to address somebody by, on one line; empty if there is none that may be shown. What looks like a web or
 * e-mail address is not shown: anybody can sign up somebody else's mailbox under a name that is an advertisement, and
 * mail programs make links of such words.
 */
export function greetingName(name: string | undefined): string {
  const normal = oneLine(name ?? "").replaceAll(/\s+/g, " ");
  const looksLikeAddress = /:\/\/|@|\bwww\.|[\p{L}\p{N}]\.\p{L}{2,}/iu.test(normal);
  const readable = /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(normal);
  return looksLikeAddress || !readable || graphemes(normal) > longestGraphemes ? "" : normal;
}

/** Counts only where it matters: making a segmenter costs milliseconds of a cold start. */
function graphemes(text: string): number {
  if (text.length <= longestGraphemes) return text.length;
  if (text.length > longestGraphemes * 20) return Number.POSITIVE_INFINITY;
  return [...new Intl.Segmenter("und", { granularity: "grapheme" }).segment(text)].length;
}
