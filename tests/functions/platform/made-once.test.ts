import { expect, it } from "vitest";
import { madeOnce } from "../../../functions/platform/made-once.ts";

it("makes a thing once for the same texts, and another for others, even where nothing comes of it", () => {
  const made: string[] = [];
  const make = madeOnce((a: string, b: string) => {
    made.push(`${a}+${b}`);
    return a === "" ? undefined : { a, b };
  });
  expect(make("x", "y")).toBe(make("x", "y"));
  expect(make("x", "z")).toEqual({ a: "x", b: "z" });
  expect(make("", "y")).toBeUndefined();
  expect(make("", "y")).toBeUndefined();
  expect(made).toEqual(["x+y", "x+z", "+y"]);
});

it("keeps a bounded number of things, and makes anew what it has dropped", () => {
  let made = 0;
  const make = madeOnce((text: string) => {
    made += 1;
    return `${text}!`;
  });
  for (let number = 0; number < 10_000; number += 1) expect(make(String(number))).toBe(`${number}!`);
  expect(make("9999")).toBe("9999!");
  expect(made).toBe(10_000);
  expect(make("0")).toBe("0!");
  expect(made).toBe(10_001);
});

it("forgets nothing of a thing that could not be made", () => {
  let tries = 0;
  const make = madeOnce((text: string) => {
    tries += 1;
    if (tries === 1) throw new RangeError(text);
    return text;
  });
  expect(() => make("a")).toThrow(RangeError);
  expect(make("a")).toBe("a");
});
