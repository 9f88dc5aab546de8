import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BillingEvent } from "../../../functions/billing/billing-event.ts";
import { readFileWithCase, readWholeFile } from "../../../functions/dunning/case-store.ts";
import { dunningReconciler } from "../../../functions/dunning/dunning-reconciler.ts";
import { applyBillingEvent } from "../../../functions/ingest/apply-billing-event.ts";
import { settledPayer } from "../../../functions/ingest/settled-payer.ts";
import { type Instant, instantOfSeconds, plusMs } from "../../../functions/platform/instant.ts";
import type { Store } from "../../../functions/platform/ports/store.ts";
import { takeUp } from "../../../functions/platform/take-up.ts";
import { translatorOf } from "../../../functions/providers/translators.ts";
import { type MemoryStore, memoryStore } from "../../../local/engine/memory-store.ts";
import { samplePolicy as policy } from "../dunning/sample-case.ts";
import { startedAtSeconds, stripeEvent } from "./inbox-of-test.ts";

const dayS = 24 * 60 * 60;
const dayMs = dayS * 1000;
const payer = "stripe-cus_1";
const translate = translatorOf("stripe", policy.provider.metadata);

const invoiceOf = (number: number, changes: object) => ({
  ...{ id: `in_${number}`, object: "invoice", customer: "cus_1", currency: "eur", amount_due: 4900, attempt_count: 1 },
  ...{ billing_reason: "subscription_cycle", collection_method: "charge_automatically", number: `ORBIT-${number}` },
  ...{ created: startedAtSeconds, parent: { subscription_details: { subscription: "sub_1" } } },
  ...changes,
});

/** What Stripe tells of a renewal on a day: that it failed and was paid two days later, or that it was paid at once. */
function renewal(number: number, day: number, fails: boolean) {
  const at = day * dayS;
  const paid = { status: "paid", status_transitions: { paid_at: startedAtSeconds + at + 2 * dayS } };
  const failure = stripeEvent(`evt_${number}f`, "invoice.payment_failed", at, invoiceOf(number, { status: "open" }));
  const created = stripeEvent(`evt_${number}c`, "invoice.finalized", at, invoiceOf(number, { status: "open" }));
  return [
    fails ? failure : created,
    stripeEvent(`evt_${number}p`, "invoice.paid", at + 2 * dayS, invoiceOf(number, paid)),
  ];
}

const said = (events: readonly ReturnType<typeof stripeEvent>[]): BillingEvent[] =>
  events.flatMap((event) => translate(event) ?? []);

/** A state in which months go by. @param after how long settled things stay in sight. */
function months(wrap: (store: Store) => Store = (store) => store, after = policy.history.after) {
  const state = memoryStore();
  let now: Instant = instantOfSeconds(startedAtSeconds);
  const ground = {
    ...{ state: wrap(state), policy: { ...policy, history: { ...policy.history, after } } },
    clock: { now: () => now },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    workflows: { startDunning: async () => "started" as const },
  };
  const ports = { ...ground, reconcilers: [dunningReconciler(ground)] };
  const kind = settledPayer(ports);
  return {
    state,
    now: () => now,
    hear: (event: BillingEvent) => applyBillingEvent(ports, event),
    pass: (days: number) => {
      now = plusMs(now, days * dayMs);
    },
    sweep: async () => {
      for (const item of state.all())
        if (item.due !== undefined && item.due.at <= now && item.due.shard.startsWith("settled#"))
          await takeUp(ports, kind, item).catch(() => {});
    },
  };
}

const places = (state: MemoryStore, start: string): string[] =>
  state
    .all()
    .filter(({ pk }) => pk.startsWith(start))
    .map(({ sk }) => sk);

/** Everything known of the payer, wherever it lies, without revisions, by id. */
async function everything(state: MemoryStore) {
  const { known, cases } = await readWholeFile(state, payer);
  const { customer, subscriptions, invoices, cards, payments, paymentLinks } = known;
  const things = { subscriptions, invoices, cards, payments, paymentLinks, cases };
  const byId = Object.entries(things).map(([name, map]) => [name, Object.fromEntries(map)]);
  return { customer, ...Object.fromEntries(byId) };
}

/** Settled things that never move: longer than any story here. */
const never = "P9999D";

describe("a payer's settled things", () => {
  it("stay in sight for weeks, then move with the payer's next event, and case and invoice stay findable", async () => {
    const { state, hear, pass } = months();
    for (const event of said(renewal(1, 0, true))) await hear(event);
    const closed = state.all().find(({ kind }) => kind === "dunning");
    expect(closed?.due?.shard).toMatch(/^settled#/);
    pass(30);
    for (const event of said(renewal(2, 30, false))) await hear(event);
    expect(places(state, "history#")).toEqual([]);
    pass(40);
    for (const event of said(renewal(3, 70, false))) await hear(event);
    expect(places(state, "history#")).toEqual(["dunning#stripe-in_1", "invoice#in_1", "invoice#in_2"]);
    const ref = { customerId: payer, caseId: "stripe-in_1" };
    expect((await readFileWithCase(state, ref)).cases.get(ref.caseId)).toMatchObject({ status: "closed" });
  });

  it("leave only what is current to be read, however many there have been", async () => {
    const { state, hear, pass, sweep } = months();
    for (let month = 0; month < 24; month += 1) {
      for (const event of said(renewal(month, 30 * month, month % 3 === 0))) await hear(event);
      pass(30);
      await sweep();
    }
    expect(places(state, "customer#").length).toBeLessThan(10);
    expect((await readWholeFile(state, payer)).known.invoices.size).toBe(24);
    const ref = { customerId: payer, caseId: "stripe-in_0" };
    expect((await readFileWithCase(state, ref)).cases.get(ref.caseId)).toMatchObject({
      outcome: { kind: "recovered" },
    });
  });

  it("are found again by a refund that names nothing but the payment, and corrected where they lie", async () => {
    const { state, hear, pass, sweep } = months();
    const intent = {
      ...{ id: "pi_1", object: "payment_intent", customer: "cus_1", amount: 4900, currency: "eur" },
      ...{ last_payment_error: { code: "card_declined", decline_code: "insufficient_funds" } },
      payment_details: { order_reference: "in_1" },
    };
    const failed = stripeEvent("evt_i", "payment_intent.payment_failed", 0, intent);
    for (const event of said([failed, ...renewal(1, 0, true)])) await hear(event);
    for (const item of state.all())
      if (item.kind === "dunning") await state.save({ ...item, body: { ...item.body, status: "closed" } });
    for (let looks = 0; looks < 3; looks += 1) {
      pass(40);
      await sweep();
    }
    expect(places(state, "history#")).toEqual(expect.arrayContaining(["dunning#stripe-in_1", "payment#pi_1"]));
    const charge = { id: "ch_9", customer: "cus_1", currency: "eur", amount_refunded: 1900, payment_intent: "pi_1" };
    const refund = said([stripeEvent("evt_r", "charge.refunded", 119 * dayS, charge)]);
    for (const event of [...refund, ...refund]) await hear(event);
    const ref = { customerId: payer, caseId: "stripe-in_1" };
    expect((await readFileWithCase(state, ref)).cases.get(ref.caseId)?.corrections).toMatchObject({
      "refund:ch_9": { backMinor: 1900 },
    });
    expect(places(state, "customer#").filter((place) => place.startsWith("dunning#"))).toEqual([]);
  });

  it("come to nobody's mind again, but for money that came late: it corrects the case where it lies", async () => {
    const { state, hear, pass, sweep } = months();
    const [failed] = said(renewal(1, 0, true));
    const lost = stripeEvent("evt_u", "invoice.marked_uncollectible", dayS, invoiceOf(1, { status: "uncollectible" }));
    for (const event of [failed, ...said([lost])]) if (event !== undefined) await hear(event);
    pass(100);
    for (const item of state.all())
      if (item.kind === "dunning") await state.save({ ...item, body: { ...item.body, status: "closed" } });
    for (let looks = 0; looks < 3; looks += 1) {
      await sweep();
      pass(40);
    }
    expect(places(state, "customer#")).toEqual(["profile"]);
    const paid = { status: "paid", status_transitions: { paid_at: startedAtSeconds + 200 * dayS } };
    const late = said([stripeEvent("evt_late", "invoice.paid", 200 * dayS, invoiceOf(1, paid))]);
    for (const event of [...late, ...late]) await hear(event);
    expect(places(state, "customer#")).toEqual(["profile"]);
    const { known, cases } = await readWholeFile(state, payer);
    expect(known.invoices.get("in_1")).toMatchObject({ status: "paid" });
    expect(cases.get("stripe-in_1")).toMatchObject({
      status: "closed",
      outcome: { kind: "recovered" },
      corrections: { paid: { instead: { kind: "lost" } } },
    });
  });

  it("are known as if nothing had ever moved, in any order of events, with deaths and sweeps at any time", async () => {
    const story = fc.record({
      fails: fc.array(fc.boolean(), { minLength: 3, maxLength: 6 }),
      late: fc.array(fc.nat(11), { maxLength: 4 }),
      deaths: fc.array(fc.nat(400), { maxLength: 12 }),
      sweeps: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(story, async ({ fails, late, deaths, sweeps }) => {
        let calls = 0;
        const dies = new Set(deaths);
        const mortal = (store: Store): Store => {
          const call = <T>(run: () => Promise<T>): Promise<T> =>
            dies.has(calls++) ? Promise.reject(new Error("dead")) : run();
          return {
            ...store,
            save: (item) => call(() => store.save(item)),
            remove: (key, rev) => call(() => store.remove(key, rev)),
          };
        };
        const [moving, still] = [months(mortal), months(undefined, never)];
        const told = fails.map((one, month) => said(renewal(month, 30 * month, one)));
        const flat = told.flat();
        for (const [month, events] of told.entries()) {
          // News of months ago comes again, or for the first time.
          const again = late.flatMap((index) => (index < 2 * month ? (flat[index] ?? []) : []));
          for (const event of [...events, ...again]) {
            for (let tries = 0; tries < 30; tries += 1)
              if (
                await moving.hear(event).then(
                  () => true,
                  () => false,
                )
              )
                break;
            await still.hear(event);
          }
          for (const world of [moving, still]) world.pass(30);
          if (sweeps[month]) await moving.sweep();
        }
        const [moved, kept] = [await everything(moving.state), await everything(still.state)];
        expect(moved).toEqual(kept);
        // What died half way ends with the payer's next event: then nothing lies in two places.
        dies.clear();
        for (const world of [moving, still]) world.pass(90);
        for (const event of said(renewal(99, 30 * fails.length + 90, false))) await moving.hear(event);
        const settled = new Set(places(moving.state, "history#"));
        expect(places(moving.state, "customer#").filter((sk) => settled.has(sk))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
