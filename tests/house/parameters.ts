import type { ParamPattern, VisitorObject } from "oxc-parser";
import { type SourceFile, visit } from "./source-file.ts";

/** More than a reader keeps apart at the place of the call. */
const tooMany = 5;

interface Signature {
  readonly id?: { readonly name: string } | null;
  readonly start: number;
  readonly params: readonly ParamPattern[];
}

/** Functions and signatures of functions that take five arguments or more by position, one sentence each. */
export function parameterFaults(file: SourceFile): string[] {
  const faults: string[] = [];
  const names = new Map<number, string>();
  const check = ({ id, start, params }: Signature) => {
    if (params.length < tooMany) return;
    const line = file.text.slice(0, start).split("\n").length;
    const what = id?.name ?? names.get(start) ?? `a function in line ${line}`;
    faults.push(`lets ${what} take ${params.length} arguments by position; give it one object of named fields`);
  };
  visit(file, { ...namings(names), ...signatures(check) });
  return faults;
}

const namings = (names: Map<number, string>): VisitorObject => ({
  VariableDeclarator: ({ id, init }) => id.type === "Identifier" && init && names.set(init.start, id.name),
  MethodDefinition: ({ key, value }) => key.type === "Identifier" && names.set(value.start, key.name),
  Property: ({ key, value }) => key.type === "Identifier" && names.set(value.start, key.name),
});

const signatures = (check: (signature: Signature) => void): VisitorObject => ({
  FunctionDeclaration: check,
  FunctionExpression: check,
  ArrowFunctionExpression: check,
  TSDeclareFunction: check,
  TSEmptyBodyFunctionExpression: check,
  TSFunctionType: check,
  TSConstructorType: check,
  TSMethodSignature: check,
  TSCallSignatureDeclaration: check,
  TSConstructSignatureDeclaration: check,
});
