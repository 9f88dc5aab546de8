import { describe, expect, it } from "vitest";
import { circles, floorFaults, roomCircles } from "./floor-rules.ts";
import { houses, roomsOf } from "./floors.ts";
import type { SourceFile } from "./source-file.ts";

const file = (path: string, ...lines: string[]): SourceFile => ({ path, text: lines.join("\n") });

/** Every way in which a file of billing can draw upon dunning, which stands above it. */
const forms = {
  import: 'import { decide } from "../dunning/decide.ts";',
  "import for its effect": 'import "../dunning/decide.ts";',
  "import of a type": 'import type { DunningInput } from "../dunning/decide.ts";',
  "import of a type among values": 'import { type DunningInput } from "../dunning/decide.ts";',
  "dynamic import": 'const { decide } = await import("../dunning/decide.ts");',
  "dynamic import in a template": "const { decide } = await import(`../dunning/decide.ts`);",
  "type query": 'let input: import("../dunning/decide.ts").DunningInput;',
  "type query of the module": 'type Dunning = typeof import("../dunning/decide.ts");',
  "re-export": 'export { decide } from "../dunning/decide.ts";',
  "re-export of a type": 'export type { DunningInput } from "../dunning/decide.ts";',
  "re-export of everything": 'export * from "../dunning/decide.ts";',
  "re-export under a name": 'export * as dunning from "../dunning/decide.ts";',
  "file beside": 'const worker = new URL("../dunning/decide.ts", import.meta.url);',
  resolution: 'const where = import.meta.resolve("../dunning/decide.ts");',
  "triple slash": '/// <reference path="../dunning/decide.ts" />',
  augmentation: 'declare module "../dunning/decide.ts" { interface More {} }',
  "import in the old way": 'import dunning = require("../dunning/decide.ts");',
  "import under the name of JavaScript": 'import { decide } from "../dunning/decide.js";',
  "import by a detour": 'import { decide } from "../../functions/dunning/decide.ts";',
};

describe("an import that runs upward", () => {
  it.each(Object.entries(forms))("is refused as %s", (_, text) => {
    expect(floorFaults(file("functions/billing/x.ts", text))).toEqual([
      "imports functions/dunning/decide.ts; dunning stands on floor 4, above billing on floor 1: move what both need down, or be given it",
    ]);
  });

  it("is refused as require, which may load anything", () => {
    const faults = floorFaults(file("functions/billing/x.ts", 'const { decide } = require("../dunning/decide.ts");'));
    expect(faults).toEqual([
      expect.stringContaining("reaches for files by require, which nobody can follow"),
      expect.stringContaining("imports functions/dunning/decide.ts; dunning stands on floor 4"),
    ]);
  });

  it.each(["import(name);", "import(`../$" + "{name}/decide.ts`);", 'createRequire(here)("../dunning/decide.ts");'])(
    "is refused where nobody can tell: %s",
    (text) => {
      expect(floorFaults(file("functions/billing/x.ts", text))).toEqual([
        expect.stringMatching(/^reaches for files by .*, which nobody can follow; import by a literal$/),
      ]);
    },
  );
});

describe("the order of rooms", () => {
  it.each([
    ["functions", "timing", "../billing/money.ts", "billing stands to the right of timing on floor 1"],
    ["functions", "messages", "../contact/deliver.ts", "contact stands to the right of messages on floor 3"],
    ["functions", "platform", "../policy/policy.ts", "policy stands on floor 5, above platform on floor 0"],
    ["local", "engine", "../world/world.ts", "world stands on floor 5, above engine on floor 0"],
    ["local", "replay", "../views/summary.ts", "views stands on floor 3, above replay on floor 2"],
  ])("of %s: %s does not import %s", (folder, room, name, fault) => {
    expect(floorFaults(file(`${folder}/${room}/x.ts`, `import "${name}";`))).toEqual([expect.stringContaining(fault)]);
  });

  it.each([
    ["downward", "functions/dunning/x.ts", "../platform/errors.ts"],
    ["to the left", "functions/contact/x.ts", "../messages/message.ts"],
    ["within a room", "functions/dunning/acts/x.ts", "../decide.ts"],
    ["from the sandbox to functions", "local/engine/x.ts", "../../functions/policy/policy.ts"],
    ["where functions are wired", "functions/ingest/x.lambda.ts", "../dunning/dunning-reconciler.ts"],
    ["where the sandbox is wired", "local/sandbox.ts", "./world/world.ts"],
    ["in what has no floors", "lib/x.ts", "../local/world/world.ts"],
  ])("lets pass an import %s", (_, path, name) => {
    expect(floorFaults(file(path, `import "${name}";`))).toEqual([]);
  });

  it("asks for a place in the table", () => {
    const placed = ["functions/score/x.ts", "functions/x.ts", "functions/x.lambda.ts", "local/x.ts"].map((path) =>
      floorFaults(file(path)),
    );
    expect(placed).toEqual([
      ["is in functions/score, a room no floor knows; add it to the table in tests/house/floors.ts"],
      ...Array(3).fill([
        "is in no room; move it into one, or make one and add it to the table in tests/house/floors.ts",
      ]),
    ]);
  });

  it("names each room once", () => {
    for (const house of houses) {
      const names = roomsOf(house).map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe("a circle of rooms", () => {
  it("is told whole, though no file imports itself", () => {
    const circle = [
      file("functions/billing/a.ts", 'import "../messages/b.ts";'),
      file("functions/messages/b.ts"),
      file("functions/messages/c.ts", 'import type { D } from "../dunning/d.ts";'),
      file("functions/dunning/d.ts", 'export * from "../billing/e.ts";'),
      file("functions/billing/e.ts"),
    ];
    expect(roomCircles(circle)).toEqual([
      "billing -> messages -> dunning -> billing is a circle of rooms in functions/.",
    ]);
  });

  it("is not made by wiring, nor by one room", () => {
    const none = [
      file("functions/billing/a.lambda.ts", 'import "../dunning/d.ts";'),
      file("functions/dunning/d.ts", 'import "../billing/e.ts"; import "./f.ts";'),
      file("functions/dunning/f.ts", 'import "./d.ts";'),
    ];
    expect(roomCircles(none)).toEqual([]);
  });

  it("is found wherever it begins", () => {
    expect(
      circles(
        new Map([
          ["a", ["b"]],
          ["b", ["c", "b"]],
          ["c", ["b"]],
        ]),
      ),
    ).toEqual([
      ["b", "c", "b"],
      ["b", "b"],
    ]);
  });
});
