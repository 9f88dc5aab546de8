import { posix } from "node:path";
import type { Argument, Expression, VisitorObject } from "oxc-parser";
import { parse, type SourceFile, visit } from "./source-file.ts";

/** One file or package that a file draws upon, whatever the form: an import, a type query, a URL beside it. */
export interface Import {
  readonly from: string;
  /** As written: `../errors.ts`, `node:crypto`, `stripe`. */
  readonly name: string;
  /** The imported file from the project's root; undefined for a package. */
  readonly file: string | undefined;
}

/** What a file draws upon, and what it draws upon that cannot be known by reading it: one phrase each. */
export interface Reading {
  readonly imports: readonly Import[];
  readonly unreadable: readonly string[];
}

/** Everything the file draws upon. @throws SyntaxError naming the file, if it is not TypeScript. */
export function readImports(file: SourceFile): Reading {
  const found: Found = { names: [], besides: [], unreadable: [], read: new Set() };
  visit(file, { ...declarations(found), ...expressions(found) });
  const imports = [
    ...found.names.map((name) => imported(file.path, name)),
    ...references(file).map((name) => imported(file.path, name)),
    ...found.besides.map((name) => imported(file.path, besides(name))),
  ];
  return { imports, unreadable: found.unreadable };
}

export const importsOf = (file: SourceFile): readonly Import[] => readImports(file).imports;

interface Found {
  readonly names: string[];
  /** Read as a URL is: `x.ts` is a file beside this one and no package. */
  readonly besides: string[];
  readonly unreadable: string[];
  /** Where an `import.meta` stands that was read as part of something. */
  readonly read: Set<number>;
}

const declarations = ({ names }: Found): VisitorObject => ({
  ImportDeclaration: ({ source }) => names.push(source.value),
  ExportAllDeclaration: ({ source }) => names.push(source.value),
  ExportNamedDeclaration: ({ source }) => source && names.push(source.value),
  TSExternalModuleReference: ({ expression }) => names.push(expression.value),
  TSImportType: ({ source }) => names.push(source.value),
  TSModuleDeclaration: ({ id }) => id.type === "Literal" && names.push(id.value),
});

/** By these any file can be had under any name. */
const loaders = ["require", "createRequire", "getBuiltinModule", "eval", "Function"];

const expressions = (found: Found): VisitorObject => ({
  ImportExpression: ({ source }) => note(found, found.names, source, "import()"),
  NewExpression: ({ callee, arguments: [target, base] }) => {
    if (!isNamed(callee, "URL") || !base || !isOfMeta(base, "url")) return;
    found.read.add(base.start);
    note(found, found.besides, target, "new URL(..., import.meta.url)");
  },
  CallExpression: ({ callee, arguments: [target] }) => {
    if (isNamed(callee, "require")) note(found, found.names, target, "require()");
    if (!isOfMeta(callee, "resolve")) return;
    found.read.add(callee.start);
    note(found, found.names, target, "import.meta.resolve()");
  },
  MetaProperty: ({ meta, start }) => {
    if (meta.name === "import" && !found.read.has(start)) found.unreadable.push("import.meta");
  },
  Identifier: ({ name }) => loaders.includes(name) && found.unreadable.push(name),
});

function note({ unreadable }: Found, names: string[], target: Argument | undefined, form: string): void {
  const name = target && textOf(target);
  if (name === undefined) unreadable.push(`${form} of a name made at run time`);
  else names.push(name);
}

/** A string, or a template into which nothing is put. */
function textOf(node: Argument): string | undefined {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  const isConstant = node.type === "TemplateLiteral" && node.expressions.length === 0;
  return isConstant ? (node.quasis[0]?.value.cooked ?? undefined) : undefined;
}

const isNamed = (node: Expression, name: string) => node.type === "Identifier" && node.name === name;

const isOfMeta = (node: Argument, property: string) =>
  node.type === "MemberExpression" &&
  node.object.type === "MetaProperty" &&
  node.property.type === "Identifier" &&
  node.property.name === property;

const reference = /^\/\s*<reference\s+(path|types)\s*=\s*["']([^"']+)["']/;

/** References in comments: the path of one is a file's, the types of one may be a package's. */
function references(file: SourceFile): string[] {
  return parse(file).comments.flatMap(({ value }) => {
    const [, kind, name] = reference.exec(value) ?? [];
    if (name === undefined) return [];
    return kind === "path" ? besides(name) : name;
  });
}

const besides = (name: string) => (isRelative(name) || /^(\/|[a-z]+:)/.test(name) ? name : `./${name}`);
const isRelative = (name: string) => /^\.{1,2}(\/|$)/.test(name);

/** Node and TypeScript decode a name as they do a URL, and TypeScript finds `x.ts` under the name of `x.js`. */
function imported(from: string, name: string): Import {
  if (!isRelative(name)) return { from, name, file: undefined };
  const { pathname } = new URL(name, `file:///${from}`);
  const path = posix.normalize(decodeURIComponent(pathname)).slice(1);
  return { from, name, file: path.replace(/\.([cm]?)js$/, ".$1ts") };
}
