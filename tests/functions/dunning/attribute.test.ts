import { describe, expect, it } from "vitest";
import { attribute, outcomeOfPayment, type Payment } from "../../../functions/dunning/attribute.ts";
import type { DunningCase } from "../../../functions/dunning/case.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { exactPolicy, openedAt, sampleCase } from "./sample-case.ts";

const at = plus(openedAt, "P9D");
const own = exactPolicy.dunning;
const provider = { ...own, retries: "provider" as const };
const how = (changes: Partial<DunningCase>, payment: Partial<Payment> = {}, policy = own) =>
  attribute(sampleCase(changes), { at, byHand: false, ...payment }, policy);

const letter = { "first-letter:notify": { at: plus(openedAt, "P2D"), result: "sent", message: "payment-failed" } };
const tried = (result: DunningCase["attempts"][number]["result"], chargeId?: string) => ({
  ...{ key: "first-retry:retry-payment", at: plus(openedAt, "PT6H"), result, charge: { chargeId } },
});
const linkUsed = { message: "first-letter:notify", at: plus(openedAt, "P3D") };

describe("a paid invoice is credited to", () => {
  it.each<[string, string, Partial<DunningCase>, Partial<Payment>]>([
    ["our retry, before anything was said", "retry", { attempts: [tried("paid")] }, {}],
    ["our retry after a letter", "retry-after-message", { attempts: [tried("processing")], done: letter }, {}],
    [
      "our retry, by the provider's own id of it",
      "retry",
      { attempts: [tried("declined", "ch_1"), tried("processing", "ch_2")] },
      { by: { chargeId: "ch_2" } },
    ],
    ["our charge of a new card", "new-card", { attempts: [{ ...tried("paid"), key: "card:1" }] }, {}],
    ["the customer's new card", "new-card", { done: letter, cardChangedAt: plus(openedAt, "P4D") }, {}],
    [
      "the customer who confirmed it",
      "confirmed",
      { done: letter, attempts: [tried("needs-customer")] },
      { by: { methodId: "pm_1" } },
    ],
    ["a page, after its link was followed", "paid-page", { done: letter, linkUsed }, { by: { methodId: "pm_1" } }],
    ["a page, with another card", "paid-page", { done: letter }, { by: { methodId: "pm_9" } }],
    ["somebody's hand", "by-hand", { done: letter }, { byHand: true }],
    ["the provider's own retry", "provider", { done: letter }, { by: { methodId: "pm_1" } }],
    ["the provider, where nothing was said", "provider", { attempts: [tried("declined", "ch_1")] }, {}],
    ["nobody, before anything of ours", "self-cure", {}, {}],
  ])("%s", (_, way, changes, payment) => {
    expect(how(changes, payment)).toBe(way);
  });

  it("the provider's retries where these are the policy, unless a link was followed", () => {
    expect(how({ done: letter }, {}, provider)).toBe("provider");
    expect(how({ done: letter, linkUsed }, {}, provider)).toBe("paid-page");
  });

  it("another charge than ours, whatever our own answer is still on its way", () => {
    expect(how({ attempts: [tried("processing", "ch_1")], done: letter }, { by: { chargeId: "ch_9" } })).toBe(
      "paid-page",
    );
  });
});

describe("recovered is", () => {
  const outcome = (changes: Partial<DunningCase>, payment: Partial<Payment>) =>
    outcomeOfPayment(sampleCase(changes), { at, byHand: false, ...payment }, own);
  it("the money that came since the charge failed", () => {
    expect(outcome({}, { amountPaidMinor: 4900 })).toMatchObject({ kind: "recovered", recoveredMinor: 4900 });
    expect(outcome({ paidBeforeMinor: 2000 }, { amountPaidMinor: 4900 })).toMatchObject({ recoveredMinor: 2900 });
    expect(outcome({}, {})).toMatchObject({ recoveredMinor: 4900 });
  });

  it("nothing where no money came", () => {
    expect(outcome({}, { amountPaidMinor: 0 })).toEqual({ kind: "voided", at });
    expect(outcome({}, { amountPaidMinor: 0, byHand: true })).toMatchObject({ how: "by-hand", recoveredMinor: 4900 });
  });
});
