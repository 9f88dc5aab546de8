import { oneLine } from "./one-line.ts";

const longestGraphemes = 60;

/** What mail programs, or their readers, would make a link or a call of, in a text as `asSeen` has it. */
const invitations: readonly RegExp[] = [
  /:\/\/|@|\bwww\./i,
  // A host, `evil.example` or `evil .example`; initials are letters of their own: `J.R.R. Tolkien`.
  /(?<=[\p{L}\p{N}]\s*)\.\p{L}{2,}|[\p{L}\p{N}]\s*[([{]\s*(\.|dot)\s*[)\]}]/iu,
  // IPv4 in dots, IPv6, and a port.
  /\d{1,3}(\.\d{1,3}){3}|[\da-f]{0,4}(:[\da-f]{0,4}){2,}|[\p{L}\d]:\d{2}/iu,
  // Seven digits and more, however they are set apart, and numbers that spell a word: `1-800-FLOWERS`.
  /(\d[\s.\-()/+]*){7}|\d[\s.\-()]*\d{3}[\s.\-()]+\p{Lu}{4}/u,
];

/**
 * The text as it looks: full-width letters, circled digits and the dots of other scripts are what they stand for, and what
 * cannot be seen is not there.
 */
const asSeen = (text: string): string =>
  text
    .normalize("NFKC")
    .replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, "")
    .replaceAll(/[\u3002\u06D4\u0701\u0702]/gu, ".")
    .replaceAll(/\p{Pd}/gu, "-")
    .replaceAll(/\p{Nd}/gu, digitOf);

/** A decimal digit of any script in ASCII: each script has its ten in a row, from nought to nine. */
function digitOf(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

/**
 * The name to address somebody by, on one line; empty if there is none that may be shown. What looks like a web or
 * e-mail address, or asks to be called, is not shown: anybody can sign up somebody else's mailbox under a name that is an
 * advertisement, and mail programs make links of such words.
 */
export function greetingName(name: string | undefined): string {
  const normal = oneLine(name ?? "").replaceAll(/\s+/g, " ");
  if (graphemes(normal) > longestGraphemes) return "";
  const readable = /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(normal);
  const seen = asSeen(normal);
  return !readable || invitations.some((invitation) => invitation.test(seen)) ? "" : normal;
}

/** Counts only where it matters: making a segmenter costs milliseconds of a cold start. */
function graphemes(text: string): number {
  if (text.length <= longestGraphemes) return text.length;
  if (text.length > longestGraphemes * 20) return Number.POSITIVE_INFINITY;
  return [...new Intl.Segmenter("und", { granularity: "grapheme" }).segment(text)].length;
}
