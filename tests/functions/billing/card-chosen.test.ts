import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CardChosen, withChoice } from "../../../functions/billing/card-chosen.ts";
import { fold } from "../../../functions/billing/fold.ts";
import { parseKnownCustomer } from "../../../functions/billing/known-customer.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { event } from "./sample-events.ts";

const at = "2026-01-08T10:00:01.000Z";
interface Told {
  readonly eventId: string;
  readonly cardId: string;
  readonly replaced?: string | undefined;
  readonly at?: string;
}
const chosen = (told: readonly Told[], before?: CardChosen) =>
  told.reduce<CardChosen | undefined>(
    (known, { eventId, ...choice }) => withChoice(known, choice, { eventId, at: choice.at ?? at }),
    before,
  )?.cardId;

describe("two choices of one second", () => {
  it("are put in order by what each replaced, in both orders of arrival and whatever their ids", () => {
    for (const [first, second] of [
      ["evt_a", "evt_b"],
      ["evt_b", "evt_a"],
    ] as const) {
      const choices = [
        { eventId: first, cardId: "pm_2", replaced: "pm_1" },
        { eventId: second, cardId: "pm_3", replaced: "pm_2" },
      ];
      expect(chosen(choices)).toBe("pm_3");
      expect(chosen(choices.reverse())).toBe("pm_3");
    }
  });

  it("give way to a later one, and never to an earlier one", () => {
    const later = { eventId: "z", cardId: "pm_9", replaced: "pm_3", at: plus(at, "PT1S") };
    const now = { eventId: "a", cardId: "pm_3", replaced: "pm_2" };
    expect(chosen([now, later])).toBe("pm_9");
    expect(chosen([later, now])).toBe("pm_9");
  });

  it("are put in order after one that was kept without what it replaced", () => {
    expect(chosen([{ eventId: "a", cardId: "pm_3", replaced: "pm_2" }], { cardId: "pm_2", at })).toBe("pm_3");
    expect(chosen([{ eventId: "a", cardId: "pm_2", replaced: "pm_1" }], { cardId: "pm_2", at })).toBe("pm_2");
  });
});

describe("any chain of choices", () => {
  it("ends where it ended, in every order, with copies", () => {
    const walk = fc.array(fc.constantFrom("pm_1", "pm_2", "pm_3", "pm_4"), { minLength: 2, maxLength: 7 });
    const events = walk
      .map((cards) => cards.filter((card, index) => card !== cards[index - 1]))
      .filter((cards) => cards.length > 1)
      .chain((cards) => {
        const choices = cards.slice(1).map((cardId, index) => ({ cardId, replaced: cards[index] }));
        const ids = fc.uniqueArray(fc.string({ minLength: 3, maxLength: 5 }), {
          minLength: choices.length,
          maxLength: choices.length,
        });
        return ids.chain((named) => {
          const told = choices.map((choice, index) => ({ ...choice, eventId: named[index] ?? "" }));
          return fc
            .shuffledSubarray([...told, ...told], { minLength: told.length * 2 })
            .map((shuffled) => ({ cards, told, shuffled }));
        });
      });
    fc.assert(
      fc.property(events, ({ cards, told, shuffled }) => {
        expect(chosen(shuffled)).toBe(chosen(told));
        // A chain that comes back to its beginning does not tell its end.
        if (cards[0] !== cards.at(-1)) expect(chosen(shuffled)).toBe(cards.at(-1));
      }),
      { numRuns: 2000 },
    );
  });
});

describe("what is known of a customer", () => {
  const nobody = parseKnownCustomer("stripe-cus_1", []);
  const defaulted = (cardId: string) => ({ type: "customer", customer: { defaultCardId: cardId } }) as const;
  const choice = (cardId: string, replaced: string) => ({ type: "card-chosen", cardId, replaced }) as const;
  const told = [
    event("z", "PT5S", defaulted("pm_2"), choice("pm_2", "pm_1")),
    event("a", "PT5S", defaulted("pm_3"), choice("pm_3", "pm_2")),
    event("zz", "PT5S", defaulted("pm_1")),
  ];

  it("is the same in every order: the default is the end of the chain", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...told, ...told], { minLength: 6 }), (events) => {
        const { customer } = events.reduce(fold, nobody);
        expect(customer).toMatchObject({ defaultCardId: "pm_3", cardChosen: { cardId: "pm_3" } });
        expect(customer).toEqual(told.reduce(fold, nobody).customer);
      }),
    );
  });
});
