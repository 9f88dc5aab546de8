import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { withoutImports } from "../../../lib/constructs/built-ins.ts";

const folder = mkdtempSync(join(tmpdir(), "holdfast-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
/** What a module exports once it has run by itself. */
async function ran(code: string): Promise<unknown> {
  const file = join(folder, `${files++}.mjs`);
  writeFileSync(file, code);
  return { ...(await import(file)) };
}

describe("an import of a built-in", () => {
  it.each([
    ["by name", 'import{sep,join as j}from"node:path";export const all=[sep,j("a","b")];'],
    ["of all of it", 'import*as path from"node:path";export const all=[path.sep,path.join("a","b")];'],
    ["by default", 'import path from"node:path";export const all=[path.sep,path.join("a","b")];'],
    [
      "by default under its name",
      'import{default as path}from"node:path";export const all=[path.sep,path.join("a","b")];',
    ],
    ["in both ways", 'import path,{join as j}from"path";export const all=[path.sep,j("a","b")];'],
    [
      "below what uses it",
      'export const all=[sep,j()];import{sep,join}from"node:path";function j(){return join("a","b")}',
    ],
    [
      "twice, beside letters beyond ASCII",
      '/* Gdańsk 💳 */import{sep}from"node:path";const city="Łódź 💳";import{join as j}from"node:path";export const all=[sep,j("a",city.slice(0,0)+"b")];',
    ],
    ["under a name that is quoted", 'import{"sep" as s,join as j}from"node:path";export const all=[s,j("a","b")];'],
  ])("%s means the same without the statement", async (_, code) => {
    const without = withoutImports(code);
    expect(without).not.toMatch(/\bimport\b/);
    expect(await ran(without)).toEqual({ all: ["/", "a/b"] });
  });

  it("for what it does alone is kept", async () => {
    const without = withoutImports('import"node:os";export const all=1;');
    expect(without).toContain('process.getBuiltinModule("node:os")');
    expect(await ran(without)).toEqual({ all: 1 });
  });

  it("is left where it is made when it is needed", () => {
    const code = 'export const later=()=>import("node:os");';
    expect(withoutImports(code)).toBe(code);
  });
});

it("code that does not parse stops the synthesis", () => {
  expect(() => withoutImports('import{from"node:path";')).toThrow("The bundle does not parse");
});
