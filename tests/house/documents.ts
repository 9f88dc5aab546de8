import { existsSync } from "node:fs";
import { posix } from "node:path";
import { marked, type Tokens } from "marked";

/** A document as it names what lies in the project. */
export interface Document {
  /** From the project's root. */
  readonly path: string;
  readonly text: string;
}

interface Reading {
  /** Addresses of links and images, as written. */
  readonly links: readonly string[];
  /** Code in the text and in blocks of its own. */
  readonly code: readonly string[];
  readonly headings: readonly string[];
}

/** The links, the code and the headings of a document. */
export function readDocument(text: string): Reading {
  const links: string[] = [];
  const code: string[] = [];
  const headings: string[] = [];
  marked.walkTokens(marked.lexer(text), (token) => {
    if (token.type === "link" || token.type === "image") links.push(token.href);
    if (token.type === "codespan" || token.type === "code") code.push(token.text);
    if (token.type === "heading") headings.push(token.text);
  });
  return { links, code, headings };
}

/** The rows of the first table under a heading, cell by cell, its own head left out. @throws if there is none. */
export function tableUnder(text: string, heading: string): string[][] {
  const tokens = marked.lexer(text);
  const start = tokens.findIndex((token) => token.type === "heading" && token.text === heading);
  const table = start < 0 ? undefined : tokens.slice(start).find((token) => isTable(token));
  if (table === undefined || !isTable(table)) throw new Error(`There is no table under "${heading}".`);
  return table.rows.map((row) => row.map((cell) => cell.text));
}

const isTable = (token: { readonly type: string }): token is Tokens.Table => token.type === "table";

/** The part of a document under a heading, up to the next one that is not below it. @throws if there is none. */
export function sectionOf(text: string, heading: string): string {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.replace(/^#+ /, "") === heading && line.startsWith("#"));
  if (start < 0) throw new Error(`There is no heading "${heading}".`);
  const depth = /^#+/.exec(lines[start] ?? "")?.[0].length ?? 1;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^#+ /.test(line) && (/^#+/.exec(line)?.[0].length ?? 0) <= depth);
  return rest.slice(0, end < 0 ? undefined : end).join("\n");
}

const folders = "functions|lib|local|emails|tests|workflows|docs|bench|bin";
const namedInCode = new RegExp(`(?<![\\w./<>$-])(?:(?:${folders})/[\\w./<>-]+|retention\\.config\\.ts)`, "g");

/** Files and folders of the project that a document names in its code, from the root: `emails/<room>/<message>/en.md`. */
export const pathsInCode = ({ text }: Document): string[] =>
  readDocument(text).code.flatMap((code) => code.match(namedInCode) ?? []);

/** Files and folders of the project that a document links to, from the root, with the part that is meant: `a.md#b`. */
export const linkedPaths = ({ path, text }: Document): string[] =>
  readDocument(text)
    .links.filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => posix.join(posix.dirname(path), link.startsWith("#") ? posix.basename(path) + link : link));

/** What cannot be found of a path under `root`; of one with a placeholder, the folder before it. */
export function isMissing(root: string, path: string): boolean {
  const known = path.includes("<") ? posix.dirname(`${path.slice(0, path.indexOf("<"))}x`) : path;
  return !existsSync(posix.join(root, known));
}

/** The address of a heading within its page, as GitHub makes it. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
