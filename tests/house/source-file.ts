import { type ParseResult, parseSync, Visitor, type VisitorObject } from "oxc-parser";

/** A TypeScript file of the project, its path from the root. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const parsed = new WeakMap<SourceFile, ParseResult>();

/** The file as its syntax has it, types included. @throws SyntaxError naming the file, if it is not TypeScript. */
export function parse(file: SourceFile): ParseResult {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const result = parseSync(file.path, file.text, { sourceType: "module" });
  const [mistake] = result.errors;
  if (mistake !== undefined) throw new SyntaxError(`${file.path} cannot be read: ${mistake.message}`);
  parsed.set(file, result);
  return result;
}

/** Calls `visitor` for each node of the file, parents first. */
export const visit = (file: SourceFile, visitor: VisitorObject): void =>
  new Visitor(visitor).visit(parse(file).program);
