import { describe, expect, it } from "vitest";
import { parameterFaults } from "./parameters.ts";
import { projectFiles } from "./project-files.ts";

const deployedOrRun = projectFiles.filter(({ path }) => /^(functions|lib|local|emails|bench|bin)\//.test(path));

/** Functions that still take five: none may be added. */
const toBeMended = ["functions/messages/composer.ts lets composed"];

const faultsOf = (text: string) => parameterFaults({ path: "lib/x.ts", text });

describe("five arguments by position", () => {
  it("are taken by no function but those still to be mended", () => {
    const faults = deployedOrRun.flatMap((file) => parameterFaults(file).map((fault) => `${file.path} ${fault}`));
    const isKnown = (fault: string) => toBeMended.some((known) => fault.startsWith(`${known} take `));
    expect(faults.filter((fault) => !isKnown(fault))).toEqual([]);
  });

  it.each([
    ["f", "function f(a: A, b: B, c: C, d: D, e: E) {}"],
    ["f", "declare function f(a: A, b: B, c: C, d: D, e: E): void;"],
    ["f", "const f = (a: A, b: B, { c }: C, d = 1, ...e: E) => {};"],
    ["f", "const all = { f: (a: A, b: B, c: C, d: D, e: E) => {} };"],
    ["f", "const all = { f(a: A, b: B, c: C, d: D, e: E) {} };"],
    ["f", "class X { f(a: A, b: B, c: C, d: D, e: E) {} }"],
    ["constructor", "class X { constructor(a: A, b: B, c: C, d: D, e: E) {} }"],
    ["a function in line 2", "type F =\n(a: A, b: B, c: C, d: D, e?: E) => void;"],
    ["a function in line 1", "interface X { f(a: A, b: B, c: C, d: D, e: E): void }"],
    ["a function in line 1", "call((a: A, b: B, c: C, d: D, e: E) => {});"],
  ])("are seen in %s of %s", (name, text) => {
    expect(faultsOf(text)).toEqual([`lets ${name} take 5 arguments by position; give it one object of named fields`]);
  });

  it("are more than four", () => {
    expect(faultsOf("const f = (a: A, b: B, c: C, d: D) => ({ a, b, c, d, e: 1 });")).toEqual([]);
  });
});
