import { describe, expect, it } from "vitest";
import { dealer, randomFor } from "../../../local/engine/random.ts";

describe("randomFor", () => {
  it("draws the same under the same seed and names, and otherwise under others", () => {
    const draw = (seed: number, name: string) => randomFor(seed, name).whole(0, 1_000_000);
    expect(draw(7, "card")).toBe(draw(7, "card"));
    expect(draw(7, "card")).not.toBe(draw(8, "card"));
    expect(draw(7, "card")).not.toBe(draw(7, "mail"));
  });

  it("keeps names apart that read the same when joined", () => {
    expect(randomFor(1, "a", "bc").unit()).not.toBe(randomFor(1, "ab", "c").unit());
  });

  it("draws in proportion to the weights", () => {
    const draws = Array.from({ length: 2_000 }, (_, index) =>
      randomFor(1, index).weighted([
        [3, "often"],
        [1, "seldom"],
        [0, "never"],
      ]),
    );
    const share = draws.filter((draw) => draw === "often").length / draws.length;
    expect(share).toBeGreaterThan(0.7);
    expect(share).toBeLessThan(0.8);
    expect(draws).not.toContain("never");
  });
});

it("deals each round of a deck in full, and each round in another order", () => {
  const deck = Array.from({ length: 20 }, (_, index) => index);
  const deal = dealer(deck, 7, "test");
  const first = deck.map(deal);
  const second = deck.map(deal);
  expect([...first].sort((a, b) => a - b)).toEqual(deck);
  expect([...second].sort((a, b) => a - b)).toEqual(deck);
  expect(second).not.toEqual(first);
});
