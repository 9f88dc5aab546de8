import { Parser } from "htmlparser2";

/** An element as it stands in the source. */
export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What a parser sees in a page. */
export interface ReadMarkup {
  readonly tags: readonly Tag[];
  /** All text outside of styles and scripts, entities resolved, white space as written. */
  readonly text: string;
  /** Elements whose start or end tag a parser had to invent; void elements have no end tag and are not among them. */
  readonly unbalanced: readonly string[];
}

const voidElements = new Set(["meta", "link", "input", "br", "img", "hr", "base", "path", "rect"]);

/** Reads a page and remembers where its source is not what a parser makes of it. */
export function readMarkup(source: string): ReadMarkup {
  const tags: Tag[] = [];
  const texts: string[] = [];
  const unbalanced: string[] = [];
  const open: string[] = [];
  const parser = new Parser(
    {
      onopentag: (name, attributes, isImplied) => {
        tags.push({ name, attributes });
        open.push(name);
        if (isImplied) unbalanced.push(name);
      },
      onclosetag: (name, isImplied) => {
        open.pop();
        if (isImplied && !voidElements.has(name)) unbalanced.push(`/${name}`);
      },
      ontext: (text) => {
        if (!["style", "script"].includes(open.at(-1) ?? "")) texts.push(text);
      },
    },
    { recognizeSelfClosing: true },
  );
  parser.end(source);
  return { tags, text: texts.join(""), unbalanced };
}
