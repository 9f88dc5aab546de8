import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attemptsOf, type OwnAnswer, withAnswers } from "../../../functions/billing/attempts.ts";
import type { BillingEvent } from "../../../functions/billing/billing-event.ts";
import { fold } from "../../../functions/billing/fold.ts";
import { parseKnownCustomer } from "../../../functions/billing/known-customer.ts";
import type { Decline } from "../../../functions/billing/payment.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { event, failedChargeFact } from "./sample-events.ts";

const nobody = parseKnownCustomer("stripe-cus_1", []);
const attempts = (events: readonly BillingEvent[], own: readonly OwnAnswer[] = []) =>
  attemptsOf(events.reduce(fold, nobody), own);

/** Events of one charge: what the charge says, and what its payment says. */
const charge = (
  id: string,
  after: string,
  chargeId: string,
  decline: Decline,
  paymentId = "pi_1",
  method: object = { methodId: "pm_1" },
) => event(id, after, failedChargeFact("", { paymentId, chargeId, decline, invoiceId: undefined, method }));
const payment = (id: string, after: string, chargeId: string | undefined, decline: Decline, paymentId = "pi_1") =>
  event(id, after, failedChargeFact("", { speaker: "payment", paymentId, chargeId, decline }));

const start = "2026-01-05T11:00:00.000Z";
const bothOrders = <T>(...events: T[]) => [events, [...events].reverse()];

describe("attemptsOf", () => {
  it("merges what the charge and its payment say, field by field, by the charge's id", () => {
    for (const events of bothOrders(
      charge("z", "PT1S", "ch_1", { providerCode: "card_declined", networkCode: "51", network: "visa" }),
      payment("a", "PT3S", "ch_1", { providerCode: "insufficient_funds", providerAdvice: "do_not_try_again" }),
    ))
      expect(attempts(events)).toMatchObject([
        {
          chargeId: "ch_1",
          paymentId: "pi_1",
          invoiceId: "in_1",
          at: plus(start, "PT1S"),
          decline: {
            providerCode: "insufficient_funds",
            networkCode: "51",
            network: "visa",
            providerAdvice: "do_not_try_again",
          },
        },
      ]);
  });

  it("takes two vocabularies of one second for one charge, though their ids differ", () => {
    for (const events of bothOrders(
      charge("z", "PT1S", "ch_pi_1", { blockedByMerchant: true }),
      payment("a", "PT1S", "ch_1", { providerCode: "fraudulent" }),
    ))
      expect(attempts(events)).toMatchObject([
        { chargeId: "ch_pi_1", decline: { providerCode: "fraudulent", blockedByMerchant: true } },
      ]);
  });

  it("keeps two charges of one second apart, each with its own codes", () => {
    const codes = attempts([
      charge("a", "PT1S", "ch_1", { providerCode: "insufficient_funds" }),
      charge("b", "PT1S", "ch_2", { providerCode: "lost_card" }),
      payment("c", "PT1S", "ch_2", { networkCode: "41", network: "visa" }),
      payment("d", "PT1S", "ch_1", { networkCode: "51", network: "visa" }),
    ]).map(({ chargeId, decline }) => [chargeId, decline?.providerCode, decline?.networkCode]);
    expect(codes).toEqual([
      ["ch_1", "insufficient_funds", "51"],
      ["ch_2", "lost_card", "41"],
    ]);
  });

  it("believes no charge id that another payment claims too", () => {
    const events = [
      charge("a", "PT1S", "ch_a", { providerCode: "expired_card" }),
      payment("b", "PT1S", "ch_1", { networkCode: "54" }),
      charge("c", "P30D", "ch_b", { providerCode: "expired_card" }, "pi_2"),
      payment("d", "P30D", "ch_1", { networkCode: "54" }, "pi_2"),
    ];
    expect(attempts(events).map(({ chargeId, paymentId }) => [chargeId, paymentId])).toEqual([
      ["ch_a", "pi_1"],
      ["ch_b", "pi_2"],
    ]);
  });

  it("counts every charge of one payment", () => {
    const tries = Array.from({ length: 20 }, (_, day) => charge(`e${day}`, `P${day}D`, `ch_${day}`, {}));
    expect(attempts(tries)).toHaveLength(20);
  });

  it("knows the number of a charge whose method was seen elsewhere", () => {
    const card = { cardId: "pm_1", number: "fp:4242", kind: "card", last4: "4242", detached: false } as const;
    const seen = event("s", "PT0S", { type: "card", card, renewed: false });
    expect(attempts([seen, charge("a", "PT1S", "ch_1", {})])[0]?.method.number).toBe("fp:4242");
  });

  it("reads what was kept before charges were told apart, and knows it again when its events come again", () => {
    const before = {
      pk: "customer#stripe-cus_1",
      sk: "payment#pi_1",
      kind: "payment",
      rev: 3,
      v: 1,
      body: {
        paymentId: "pi_1",
        asOf: plus(start, "PT1S"),
        asOfEvent: "evt_b",
        invoiceId: "in_1",
        amount: { amountMinor: 4900, currency: "EUR" },
        decline: { providerCode: "insufficient_funds", networkCode: "51", network: "visa" },
        cardId: "pm_1",
        cardBrand: "Visa",
        cardLast4: "4242",
      },
    };
    const known = parseKnownCustomer("stripe-cus_1", [before]);
    const expected = [{ invoiceId: "in_1", decline: before.body.decline, method: { methodId: "pm_1", last4: "4242" } }];
    expect(attemptsOf(known, [])).toMatchObject(expected);
    const again = [
      charge("evt_a", "PT1S", "ch_1", { providerCode: "insufficient_funds" }),
      payment("evt_b", "PT1S", "ch_1", { networkCode: "51", network: "visa" }),
    ];
    expect(attemptsOf(again.reduce(fold, known), [])).toMatchObject(expected);
  });
});

describe("withAnswers", () => {
  const answer = (after: string, more: Partial<OwnAnswer> = {}): OwnAnswer => ({
    invoiceId: "in_1",
    at: plus(start, after),
    result: "failed",
    decline: { providerCode: "card_declined" },
    ...more,
  });
  const told = charge("a", "P1D", "ch_1", { providerCode: "lost_card", networkCode: "41", network: "visa" });
  const linked = payment("b", "P1D", "ch_1", {});

  it("does not let our poorer answer outrank the richer event of the same charge", () => {
    const merged = attempts([told, linked], [answer("P1DT0.350S", { chargeId: "ch_1" })]);
    expect(merged).toMatchObject([{ decline: { providerCode: "lost_card", networkCode: "41" } }]);
    expect(merged[0]?.answeredAt).toBe(plus(start, "P1DT0.350S"));
  });

  it("knows the charge of an answer that names none by its invoice and moment", () => {
    expect(attempts([told, linked], [answer("P1DT2S")])).toHaveLength(1);
    expect(attempts([told, linked], [answer("P1DT2H")])).toHaveLength(2);
    expect(attempts([told, linked], [answer("P1DT2S", { invoiceId: "in_2" })])).toHaveLength(2);
    expect(attempts([told, linked], [answer("P1DT2S", { chargeId: "ch_9" })])).toHaveLength(2);
    expect(attempts([told, linked], [answer("P1DT2S", { result: "succeeded", decline: undefined })])).toHaveLength(2);
  });

  it("takes a debit that failed days later for the one that was started", () => {
    const started = answer("P0D", { result: "pending", decline: undefined });
    expect(attempts([told, linked], [started])).toMatchObject([{ result: "failed" }]);
  });

  it("changes nothing the second time", () => {
    const own = [answer("P1DT2S"), answer("P3D"), answer("P1DT2H", { chargeId: "ch_7" })];
    const once = attempts([told, linked], own);
    expect(withAnswers(once, own)).toEqual(once);
  });
});

/** Statements of a few charges of two payments, mostly within a second or two, with ids that are true, other or none. */
const statement = fc.record({
  paymentId: fc.constantFrom("pi_1", "pi_2"),
  speaker: fc.constantFrom("charge" as const, "payment" as const),
  chargeId: fc.constantFrom("ch_1", "ch_2", "ch_3", undefined),
  second: fc.constantFrom(0, 0, 1, 2, 86_400),
  decline: fc.record(
    {
      providerCode: fc.constantFrom("card_declined", "lost_card", "insufficient_funds"),
      networkCode: fc.constantFrom("05", "51"),
    },
    { requiredKeys: [] },
  ),
});

describe("any set of statements", () => {
  it("means the same in every order, and with copies", () => {
    const answers: OwnAnswer[] = [
      { invoiceId: "in_1", at: plus(start, "PT0.400S"), result: "failed", decline: { providerCode: "card_declined" } },
      { invoiceId: "in_1", at: plus(start, "P1D"), result: "failed", chargeId: "ch_2" },
    ];
    const events = fc
      .array(statement, { minLength: 1, maxLength: 8 })
      .map((said) =>
        said.map(({ second, ...changes }, index) =>
          event(`evt_${index}`, `PT${second}S`, failedChargeFact("", { ...changes, invoiceId: "in_1" })),
        ),
      )
      .chain((inOrder) =>
        fc
          .shuffledSubarray([...inOrder, ...inOrder], { minLength: inOrder.length * 2 })
          .map((shuffled) => ({ inOrder, shuffled })),
      );
    fc.assert(
      fc.property(events, ({ inOrder, shuffled }) => {
        expect(attempts(shuffled, answers)).toEqual(attempts(inOrder, answers));
      }),
      { numRuns: 1000 },
    );
  });
});
