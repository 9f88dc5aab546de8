import { describe, expect, it } from "vitest";
import type { MethodKind } from "../../../functions/billing/method-kind.ts";
import type { ProviderInvoice } from "../../../functions/billing/payments.ts";
import type { Act, DunningCase } from "../../../functions/dunning/case.ts";
import { decideOnTruth } from "../../../functions/dunning/decide-on-truth.ts";
import { inFlightUntil } from "../../../functions/dunning/payment-in-flight.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { exactPolicy, openedAt, sampleCase, sampleContext } from "./sample-case.ts";

const money = { amountMinor: 4900, currency: "EUR" };
const sub = { subscriptionId: "sub_1", status: "past_due" as const };
const effects: readonly (readonly [Act, string])[] = [
  ["retry-payment", "first-retry:retry-payment"],
  ["notify", "first-letter:notify"],
  ["warn-of-pause", "warning:warn-of-pause"],
  ["pause", "pause:pause"],
  ["close", "end:close"],
];

/** What is decided of an act at `after`, with what the provider says beyond an open invoice. */
function rule(
  [act, key]: readonly [Act, string],
  says: Partial<ProviderInvoice>,
  changes: Partial<DunningCase> = {},
  after = "P1D",
  context: Partial<typeof sampleContext & { stopsByItself: boolean }> = {},
) {
  const truth: ProviderInvoice = { invoiceId: "in_1", status: "open", amountRemaining: money, ...says };
  const situation = {
    policy: exactPolicy.dunning,
    context: { ...sampleContext, ...context },
    now: plus(openedAt, after),
  };
  return decideOnTruth({ act, key, dunningCase: sampleCase(changes), truth }, situation);
}

describe.each(effects)("%s", (...effect) => {
  it("goes on where the provider says nothing that stands against it", () => {
    expect(rule(effect, {})).toEqual({ rule: "proceed" });
    const said = { chargedAutomatically: true, autoAdvance: true, firstOfSubscription: false, subscription: sub };
    expect(rule(effect, said)).toEqual({ rule: "proceed" });
  });

  it.each(["paid", "void", "uncollectible"] as const)("records an invoice that is %s", (status) => {
    expect(rule(effect, { status })).toMatchObject({ rule: "record", settled: { kind: status } });
  });

  it("records that its subscription has ended", () => {
    expect(rule(effect, { subscription: { ...sub, status: "canceled" } })).toMatchObject({
      rule: "record",
      settled: { kind: "cancelled" },
    });
  });

  it.each([
    ["card", "P1D", "PT1H"],
    ["sepa-debit", "P18D", "P1D"],
    ["us-bank-account", "P9D", "P1D"],
  ] as const)("waits while a payment (%s) is under way, and looks again meanwhile", (kind, longest, rhythm) => {
    const since = openedAt;
    expect(inFlightUntil(kind, since)).toBe(plus(openedAt, longest));
    const held = rule(effect, { paymentInProgress: { kind, since } }, {}, "PT2H");
    const until = plus(plus(openedAt, "PT2H"), rhythm);
    expect(held).toMatchObject({ rule: "hold", why: "payment", until, forPerson: undefined });
  });

  it("goes on waiting beyond that, and tells a person", () => {
    const held = rule(effect, { paymentInProgress: { kind: "sepa-debit", since: openedAt } }, {}, "P19D");
    expect(held).toMatchObject({ rule: "hold", until: plus(openedAt, "P20D"), forPerson: expect.any(String) });
  });

  it("believes our own memory of a debit where the provider says nothing of payments, for a while", () => {
    const started = (kind?: MethodKind) => ({
      attempts: [{ key: "first-retry:retry-payment", at: openedAt, result: "processing" as const, charge: { kind } }],
    });
    expect(rule(effect, {}, started("sepa-debit"), "P10D")).toMatchObject({ rule: "hold", why: "payment" });
    expect(rule(effect, {}, started(), "P13D")).toMatchObject({ rule: "hold" });
    expect(rule(effect, {}, started("card"), "P3D")).toMatchObject({ rule: "hold", forPerson: expect.any(String) });
    expect(rule(effect, { lastAttempt: { paymentId: "pi_1" } }, started("sepa-debit"), "P10D").rule).toBe("proceed");
    expect(rule(effect, {}, started("sepa-debit"), "P61D").rule).toBe("proceed");
  });

  it.each([
    ["switched to invoicing", { chargedAutomatically: false }],
    ["switched the subscription to invoicing", { subscription: { ...sub, chargedAutomatically: false } }],
    ["paused the subscription", { subscription: { ...sub, pause: { by: "merchant" as const } } }],
    ["stopped the automatic collection", { autoAdvance: false }],
  ])("is left to a merchant who has %s", (_, says) => {
    expect(rule(effect, says)).toMatchObject({ rule: "hold", why: "merchant", until: plus(openedAt, "P2D") });
    const waits = { why: "merchant" as const, since: openedAt, until: openedAt, reason: "" };
    expect(rule(effect, says, { waits }, "P40D")).toMatchObject({ rule: "hold", until: plus(openedAt, "P47D") });
  });

  it("looks again when the merchant's pause ends", () => {
    const pause = { by: "merchant" as const, resumesAt: plus(openedAt, "P1DT2H") };
    expect(rule(effect, { subscription: { ...sub, pause } })).toMatchObject({ until: plus(openedAt, "P1DT2H") });
  });

  it("is not stopped by a provider that gives up collecting by itself after its last charge", () => {
    expect(rule(effect, { autoAdvance: false }, {}, "P1D", { stopsByItself: true }).rule).toBe("proceed");
  });

  it("waits while a subscription's first payment is made in front of the customer", () => {
    expect(rule(effect, { firstOfSubscription: true })).toMatchObject({ rule: "hold", why: "first-payment" });
    const incomplete = { subscription: { ...sub, status: "incomplete" as const } };
    expect(rule(effect, { ...incomplete, ofSubscriptionChange: true })).toMatchObject({ rule: "hold" });
    // A renewal is no first payment, whatever an old snapshot of its subscription says.
    expect(rule(effect, { ...incomplete, ofSubscriptionChange: false }).rule).toBe("proceed");
  });

  it("spares a subscription whose renewals are paid, and a customer who leaves", () => {
    const active = { ofSubscriptionChange: true, subscription: { ...sub, status: "active" as const } };
    const leaves = { subscription: { ...sub, endsAt: "2026-02-05T08:00:00.000Z" } };
    const expected = effect[0] === "pause" || effect[0] === "warn-of-pause" ? "pass-over" : "proceed";
    expect(rule(effect, active).rule).toBe(expected);
    expect(rule(effect, leaves).rule).toBe(expected);
    // The change made it past due: nothing of it is paid.
    expect(rule(effect, { ofSubscriptionChange: true, subscription: sub }).rule).toBe("proceed");
  });
});

describe("an end that we began", () => {
  const ending = { key: "end:close", at: openedAt };
  it("is carried out to its end, though the provider shows the half of it", () => {
    expect(rule(["close", "end:close"], { status: "uncollectible" }, { ending }).rule).toBe("proceed");
    // The provider collects nothing by itself of what was given up.
    const givenUp = { status: "uncollectible", autoAdvance: false } as const;
    expect(rule(["close", "end:close"], givenUp, { ending }).rule).toBe("proceed");
    const ended = { subscription: { ...sub, status: "canceled" as const } };
    expect(rule(["close", "end:close"], ended, { ending }).rule).toBe("proceed");
  });

  it("gives way to a payment", () => {
    expect(rule(["close", "end:close"], { status: "paid" }, { ending })).toMatchObject({ settled: { kind: "paid" } });
  });
});

describe("a last word", () => {
  const recovered = { kind: "recovered" as const, at: openedAt, how: "retry" as const };
  it("of thanks is not said of an invoice that is open again", () => {
    const settling = { status: "settling" as const, outcome: recovered };
    expect(rule(["notify", "settle:notify:recovered"], { status: "paid" }, settling).rule).toBe("proceed");
    expect(rule(["notify", "settle:notify:recovered"], {}, settling).rule).toBe("pass-over");
  });

  it("of loss is not said of an invoice that has been paid", () => {
    const settling = { status: "settling" as const, outcome: { kind: "lost" as const, at: openedAt } };
    expect(rule(["notify", "settle:notify:ended"], { status: "uncollectible" }, settling).rule).toBe("proceed");
    expect(rule(["notify", "settle:notify:ended"], { status: "paid" }, settling)).toMatchObject({ rule: "record" });
  });
});
