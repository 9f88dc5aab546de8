/** A JSON object or array as it stands in a text, byte for byte. */
export interface JsonText {
  readonly text: string;
  /** The line on which it begins, counted from 1. */
  readonly line: number;
}

/** Splits a text that holds several JSON values, whatever stands between them. */
export interface JsonTexts {
  /** Takes the next line. @returns what has become complete by it. */
  take(line: string): readonly JsonText[];
  /** Takes the end of the text. @returns what was begun and never ended. */
  end(): readonly JsonText[];
}

const opening: ReadonlySet<string> = new Set(["{", "["]);
const closing: ReadonlySet<string> = new Set(["}", "]"]);
/** What may stand between values: the commas of an array whose brackets were passed over, too. */
const nothing = /^[\s,\]]*$/;

/**
 * Values may stand one per line, close together, or spread over many lines. An array that the text begins with is
 * passed through, so that each of its elements is a value of its own.
 * @param isWhole whether a line by itself is a value that can stand within no other; what was begun before it is broken.
 */
export function jsonTexts(isWhole: (line: string) => boolean): JsonTexts {
  let number = 0;
  let begun: { readonly line: number; text: string } | undefined;
  let depth = 0;
  let inText = false;
  let escaped = false;
  let isFirst = true;

  const abandon = (): JsonText[] => {
    const broken = begun;
    begun = undefined;
    depth = 0;
    inText = false;
    return broken === undefined || nothing.test(broken.text) ? [] : [broken];
  };
  /** Goes on by one character. @returns whether a value ends with it. */
  const isEnd = (character: string): boolean => {
    if (inText) {
      if (character === '"' && !escaped) inText = false;
      escaped = character === "\\" && !escaped;
      return false;
    }
    if (character === '"') inText = true;
    else if (opening.has(character)) depth += 1;
    else if (closing.has(character)) depth -= 1;
    return depth === 0 && closing.has(character);
  };
  const takeValues = (line: string): JsonText[] => {
    const complete: JsonText[] = [];
    let from = 0;
    for (let at = 0; at < line.length; at += 1) {
      const character = line[at] ?? "";
      if (depth === 0 && !inText && opening.has(character)) {
        if (isFirst && character === "[") {
          isFirst = false;
          from = at + 1;
          continue;
        }
        const before = line.slice(from, at);
        if (!nothing.test(before)) complete.push({ line: number, text: before.trim() });
        from = at;
        begun = { line: number, text: "" };
      }
      if (begun === undefined || !isEnd(character)) continue;
      isFirst = false;
      complete.push({ line: begun.line, text: begun.text + line.slice(from, at + 1) });
      begun = undefined;
      from = at + 1;
    }
    const rest = line.slice(from);
    // No JSON text goes on over the end of a line.
    inText = false;
    escaped = false;
    if (begun !== undefined) begun.text += `${rest}\n`;
    else if (!nothing.test(rest)) complete.push({ line: number, text: rest.trim() });
    return complete;
  };

  return {
    take: (line) => {
      number += 1;
      const broken = begun !== undefined && isWhole(line) ? abandon() : [];
      return [...broken, ...takeValues(line)];
    },
    end: abandon,
  };
}
