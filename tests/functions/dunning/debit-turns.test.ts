import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isTurn } from "../../../functions/dunning/debit-turns.ts";

const turns = (charges: number, allowed: number) =>
  Array.from({ length: charges }, (_, place) => place).filter((place) => isTurn(place, charges, allowed));

describe("the charges at which a debit is presented", () => {
  it.each([
    [8, 0, []],
    [8, 1, [7]],
    [8, 2, [0, 7]],
    [8, 3, [0, 4, 7]],
    [3, 5, [0, 1, 2]],
    [1, 1, [0]],
    [1, 2, [0]],
  ])("of %i charges with %i allowed are %j", (charges, allowed, places) => {
    expect(turns(charges, allowed)).toEqual(places);
  });

  it("are never more than allowed, and never fewer than there can be", () => {
    fc.assert(
      fc.property(fc.nat({ max: 30 }), fc.nat({ max: 30 }), (charges, allowed) => {
        expect(turns(charges, allowed)).toHaveLength(Math.min(charges, allowed));
      }),
    );
  });
});
