import { describe, expect, it } from "vitest";
import { importsOf, readImports } from "./imports.ts";

const reading = (...lines: string[]) => readImports({ path: "functions/x/y.ts", text: lines.join("\n") });

describe("imports are found", () => {
  it.each([
    ["named", 'import { a } from "./a.ts";'],
    ["over several lines", 'import {\n  a,\n  b,\n} from "./a.ts";'],
    ["of types", 'import type { A } from "./a.ts";'],
    ["as a namespace", 'import * as a from "./a.ts";'],
    ["for their effect", 'import "./a.ts";'],
    ["re-exported", 'export { a } from "./a.ts";'],
    ["re-exported whole", 'export * from "./a.ts";'],
    ["at run time", 'const a = await import("./a.ts");'],
    ["in single quotes", "import { a } from './a.ts';"],
    ["after another", 'import { c } from "node:crypto";\nimport { a } from "./a.ts";'],
    ["after another in one line", 'import { c } from "node:crypto"; import { a } from "./a.ts";'],
    ["of types, re-exported", 'export type { A } from "./a.ts";'],
    ["re-exported under a name", 'export * as a from "./a.ts";'],
    ["with a comment in it", 'import { a /* "b" */ } from /* c */ "./a.ts";'],
    ["with attributes", 'import a from "./a.ts" with { type: "json" };'],
    ["at run time, in a template", "const a = await import(`./a.ts`);"],
    ["at run time, with a comment in it", 'const a = await import(/* later */ "./a.ts");'],
    ["in a type", 'const a: import("./a.ts").A = 1;'],
    ["in the type of a whole module", 'type A = typeof import("./a.ts");'],
    ["in a type, in a type", 'type A = Promise<readonly import("./a.ts").A[]>;'],
    ["in the old way", 'import a = require("./a.ts");'],
    ["as CommonJS", 'const a = require("./a.ts");'],
    ["as the address of a module", 'const a = import.meta.resolve("./a.ts");'],
    ["as a file beside", 'new Worker(new URL("./a.ts", import.meta.url));'],
    ["as a file beside, by its name alone", 'new Worker(new URL("a.ts", import.meta.url));'],
    ["by reference", '/// <reference path="./a.ts" />'],
    ["by reference to a name alone", '/// <reference path="a.ts" />'],
    ["by reference to types", '/// <reference types="./a.ts" />'],
    ["by augmentation", 'declare module "./a.ts" { interface A {} }'],
    ["with signs written as a URL's", 'import { a } from "./%61.ts?fresh#part";'],
    ["by the name it would have as JavaScript", 'import { a } from "./a.js";'],
    ["by a detour of folders", 'import { a } from "../../functions/./z/../x/a.ts";'],
  ])("%s", (_, text) => {
    expect(reading(text).imports.at(-1)?.file).toBe("functions/x/a.ts");
  });

  it("but not in comments and strings", () => {
    const { imports } = reading(
      '// import { a } from "./a.ts";',
      '/** import "./b.ts" */',
      "const c = 'import \"./c.ts\"';",
    );
    expect(imports).toEqual([]);
  });

  it.each(["stripe", "#dunning", "holdfast/functions/x/a.ts", "/functions/x/a.ts"])("by the name %s", (name) => {
    expect(reading(`import "${name}";`).imports).toEqual([{ from: "functions/x/y.ts", name, file: undefined }]);
  });
});

describe("what cannot be read is told", () => {
  it.each([
    ["import(name)", "import() of a name made at run time"],
    ["import(`./$" + "{name}.ts`)", "import() of a name made at run time"],
    ['import("./" + name)', "import() of a name made at run time"],
    ["new URL(name, import.meta.url)", "new URL(..., import.meta.url) of a name made at run time"],
    ["import.meta.resolve(name)", "import.meta.resolve() of a name made at run time"],
    ["join(import.meta.dirname, name)", "import.meta"],
    ["const here = import.meta.url", "import.meta"],
    ['require("./a.ts")', "require"],
    ["const load = require", "require"],
    ['import { createRequire as c } from "node:module"', "createRequire"],
    ['process.getBuiltinModule("node:module")', "getBuiltinModule"],
    ["eval(text)", "eval"],
    ["new Function(text)", "Function"],
  ])("%s", (text, what) => {
    expect(reading(text).unreadable).toContain(what);
  });

  it("and what can be read is not", () => {
    const { unreadable } = reading(
      'new URL("./a.css", import.meta.url);',
      "await import(`./a.ts`);",
      'import.meta.resolve("./a.ts");',
      "new URL(address);",
    );
    expect(unreadable).toEqual([]);
  });

  it("and a file that is no TypeScript is named", () => {
    expect(() => importsOf({ path: "lib/a.ts", text: "const = 1;" })).toThrow("lib/a.ts cannot be read: ");
  });
});
