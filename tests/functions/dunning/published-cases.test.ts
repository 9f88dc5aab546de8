import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BillingEvent } from "../../../functions/billing/billing-event.ts";
import { fold } from "../../../functions/billing/fold.ts";
import { type KnownCustomer, parseKnownCustomer } from "../../../functions/billing/known-customer.ts";
import { type Cases, caseContext } from "../../../functions/dunning/case-context.ts";
import { methodOfCase } from "../../../functions/dunning/method-of-case.ts";
import { reconcile } from "../../../functions/dunning/reconcile.ts";
import { translatorOf } from "../../../functions/providers/translators.ts";
import { samplePolicy as policy } from "./sample-case.ts";

const folder = join(import.meta.dirname, "../../fixtures/cases");
const translate = translatorOf("stripe", policy.provider.metadata);

/** What the events of one published case say, in the order of the file. */
const eventsOf = (name: string, file = "events"): BillingEvent[] =>
  readFileSync(join(folder, name, `${file}.jsonl`), "utf8")
    .trim()
    .split("\n")
    .flatMap((line) => translate(JSON.parse(line)) ?? []);

/** What is known, and what the cases are, once these events came one by one. */
function heard(events: readonly BillingEvent[], now = "2026-02-06T00:00:00.000Z") {
  let known: KnownCustomer = parseKnownCustomer("stripe-cus", []);
  let cases: Cases = new Map();
  for (const event of events) {
    known = fold(known, event);
    cases = reconcile({ known, cases, letters: new Map() }, policy, now);
  }
  const file = { known, cases, letters: new Map() };
  const chargeOf = (invoiceId: string) => {
    const dunningCase = cases.get(`stripe-${invoiceId}`);
    if (dunningCase === undefined) throw new Error(`There is no case of ${invoiceId}.`);
    const { method, verdict } = methodOfCase(dunningCase, caseContext(dunningCase, file, policy), now);
    const { decline, cardId, cardLast4, methodKind, bankName } = dunningCase;
    return { methodId: method?.methodId, ...verdict, decline, cardId, cardLast4, methodKind, bankName };
  };
  return { known, cases, chargeOf };
}

/** The same for every order of arrival, with copies. */
function inAnyOrder(events: readonly BillingEvent[], invoiceId: string) {
  const inOrder = heard(events).chargeOf(invoiceId);
  const shuffled = fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 });
  fc.assert(
    fc.property(shuffled, (arrived) => {
      expect(heard(arrived).chargeOf(invoiceId)).toEqual(inOrder);
    }),
  );
  return inOrder;
}

describe("04: a bank debit that must not be repeated", () => {
  it.each(["account_closed", "bank_account_closed", "bank_account_restricted", "debit_not_authorized", "no_account"])(
    "is not asked for again after %s, in any order of events, and is known by its account",
    (code) => {
      const charge = inAnyOrder(eventsOf("04-debit-must-not-be-repeated", `events-${code}`), "in_fred");
      expect(charge).toMatchObject({ retry: "blocked", methodId: "pm_fred1", decline: { providerCode: code } });
      expect(charge).toMatchObject({ methodKind: "us-bank-account", cardLast4: "6789", bankName: "TEST BANK" });
    },
  );
});

describe("12: a charge that a rule has blocked", () => {
  it.each(["events-charge-id-later", "events-intent-id-later"])(
    "is not repeated with the same card, in any order of events: %s",
    (file) => {
      expect(inAnyOrder(eventsOf("12-blocked-by-a-rule", file), "in_nils")).toMatchObject({
        retry: "blocked",
        decline: { providerCode: "fraudulent", blockedByMerchant: true },
      });
    },
  );
});

describe("22: a subscription that keeps its old card", () => {
  it("is charged to the customer's newer default once its own is dead", () => {
    expect(inAnyOrder(eventsOf("22-subscription-keeps-old-card"), "in_abel2")).toMatchObject({
      methodId: "pm_abel2",
      retry: "allowed",
      cardId: "pm_abel1",
    });
  });
});

describe("23: two cards chosen in one second", () => {
  it("are put in order by what each replaced, and end in the same knowledge", () => {
    for (const file of ["events-in-order", "events-reversed"])
      expect(inAnyOrder(eventsOf("23-two-cards-in-one-second", file), "in_cleo").methodId).toBe("pm_cleo3");
    const choices = eventsOf("23-two-cards-in-one-second", "events-in-order");
    const customer = (events: readonly BillingEvent[]) => heard(events).known.customer;
    const [last, before] = [choices.at(-1), choices.at(-2)];
    if (last === undefined || before === undefined) throw new Error("There are two choices.");
    expect(customer([...choices.slice(0, -2), last, before])).toEqual(customer(choices));
  });
});

describe("24: another purchase that fails for the same amount half an hour later", () => {
  it("leaves the case its own decline and card, and lets it go on charging", () => {
    expect(inAnyOrder(eventsOf("24-another-purchase"), "in_dirk")).toMatchObject({
      methodId: "pm_dirk1",
      retry: "allowed",
      cardId: "pm_dirk1",
      cardLast4: "4242",
      decline: { providerCode: "insufficient_funds" },
    });
  });
});

describe("31: card and status in one second, then the payment", () => {
  it("is one recovery", () => {
    const events = eventsOf("31-two-updates-one-rescue");
    fc.assert(
      fc.property(fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }), (arrived) => {
        const { cases } = heard(arrived);
        expect([...cases.values()].map(({ outcome }) => outcome?.kind)).toEqual(["recovered"]);
      }),
    );
  });
});
