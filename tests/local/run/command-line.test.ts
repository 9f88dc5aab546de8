import { describe, expect, it } from "vitest";
import { parseCommandLine } from "../../../local/run/command-line.ts";

describe("parseCommandLine", () => {
  it("has a good default for everything", () => {
    expect(parseCommandLine([])).toEqual({
      headless: false,
      json: false,
      customers: 300,
      lives: "full",
      seed: 7,
      store: "memory",
      port: 8787,
    });
  });

  it("takes what is asked for", () => {
    const words = "--headless --json --days 90 --customers 20 --seed 0 --store dynalite --events e.jsonl".split(" ");
    expect(parseCommandLine(words)).toMatchObject({
      headless: true,
      json: true,
      days: 90,
      customers: 20,
      seed: 0,
      store: "dynalite",
      events: "e.jsonl",
    });
  });

  it.each([
    ["--days", "soon", "option '--days <N>' argument 'soon' is invalid. It must be a whole number from 1 to 730."],
    [
      "--customers",
      "0",
      "option '--customers <N>' argument '0' is invalid. It must be a whole number from 1 to 2,000.",
    ],
    ["--store", "redis", "option '--store <KIND>' argument 'redis' is invalid. Allowed choices are memory, dynalite."],
  ])("refuses %s %s in a sentence that names both", (option, value, sentence) => {
    expect(() => parseCommandLine([option, value])).toThrow(sentence);
  });

  it("refuses --json without --headless, and words it does not know", () => {
    expect(() => parseCommandLine(["--json"])).toThrow("--json prints the end of a run: it needs --headless.");
    expect(() => parseCommandLine(["--colour"])).toThrow("unknown option '--colour'");
    expect(() => parseCommandLine(["now"])).toThrow("too many arguments");
  });
});
