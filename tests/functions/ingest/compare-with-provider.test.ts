import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseKnownCustomer } from "../../../functions/billing/known-customer.ts";
import type { ProviderRecords } from "../../../functions/billing/provider-records.ts";
import { parseCase } from "../../../functions/dunning/case-store.ts";
import { dunningReconciler } from "../../../functions/dunning/dunning-reconciler.ts";
import { applyInboxItem } from "../../../functions/ingest/apply-inbox-item.ts";
import { type ComparePorts, createCompareWithProvider } from "../../../functions/ingest/compare-with-provider.ts";
import { loadClaim } from "../../../functions/ingest/taken-account.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { ConfigurationError, RetryableError } from "../../../functions/platform/errors.ts";
import { type Instant, plusMs } from "../../../functions/platform/instant.ts";
import type { Store } from "../../../functions/platform/ports/store.ts";
import { stripeRecords } from "../../../functions/providers/stripe/api/stripe-records.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { createCustomer } from "../../../local/providers/stripe/customers.ts";
import { voidInvoice } from "../../../local/providers/stripe/invoices.ts";
import { subscribe } from "../../../local/providers/stripe/subscriptions.ts";
import { stripeAt, team } from "../../local/providers/stripe/stripe-fixture.ts";
import { samplePolicy } from "../dunning/sample-case.ts";

const hourMs = 3_600_000;

/** A Stripe nobody listens to, with `failing` customers whose renewals are declined and one whose goes well. */
async function unheardStripe(failing = 3) {
  const world = stripeAt();
  const { stripe } = world;
  const subscribed = Array.from({ length: failing + 1 }, (_, index) => {
    const facts = {
      name: `N${index}`,
      email: `n${index}@mail.example`,
      phone: null,
      country: "PL",
      locale: "pl",
      metadata: {},
    };
    const customer = createCustomer(stripe.account, facts);
    const card = stripe.replaceCard(customer.id, "visa");
    const subscription = subscribe(stripe.account, customer.id, team, {});
    if (index > 0) card.trouble = { kind: "insufficient-funds" };
    return { customer, subscription };
  });
  // A day before the renewals.
  await world.advance("P27D");
  return { ...world, subscribed };
}
type Unheard = Awaited<ReturnType<typeof unheardStripe>>;

/** A stage with the key of that Stripe. */
function stageOf(
  { stripe }: Unheard,
  options: { readonly key?: string; readonly wrap?: (store: Store) => Store } = {},
) {
  const [memory, events] = [memoryStore(), memoryStore()];
  const wrap = options.wrap ?? ((store) => store);
  const saves: string[] = [];
  const counted = (store: Store): Store => ({
    ...store,
    save: (item) => {
      saves.push(`${item.pk} ${item.sk}`);
      return store.save(item);
    },
  });
  const [state, inbox] = [wrap(counted(memory)), wrap(counted(events))];
  const logged: { event: string; facts: object }[] = [];
  const line = (event: string, facts: object) => void logged.push({ event, facts });
  const { clock } = stripe.account;
  const ground = { policy: samplePolicy, clock, log: { info: line, warn: line, error: line } };
  const key = { current: options.key ?? "sk_test_sandbox" };
  const providerKey = { providerApiKey: async () => key.current };
  const ports: ComparePorts = { ...ground, state, inbox, records: stripeRecords({ providerKey, fetch: stripe.fetch }) };
  const workflows = { startDunning: async () => "started" as const };
  const applying = { ...ground, inbox, state, reconcilers: [dunningReconciler({ ...ground, state, workflows })] };
  /** As the inbox's stream and the sweep do. */
  const apply = async () => {
    for (const item of events.all()) if (item.due !== undefined) await applyInboxItem(applying, item);
  };
  const compare = async (asked: object = {}, changes: Partial<ComparePorts> = {}) => {
    const compared = await createCompareWithProvider({ ...ports, ...changes })(asked);
    await apply();
    return compared;
  };
  const count = (event: string) => logged.filter((each) => each.event === event).length;
  const cases = () =>
    memory
      .all()
      .filter(({ kind }) => kind === "dunning")
      .map(parseCase);
  const known = (customerId: string) =>
    parseKnownCustomer(
      `stripe-${customerId}`,
      memory.all().filter(({ pk }) => pk === `customer#stripe-${customerId}`),
    );
  return { memory, events, saves, logged, ports, key, compare, apply, count, cases, known };
}

describe("the first comparison of a stage", () => {
  it("takes up who owes, with everything that events would have told, and does not ring", async () => {
    const world = await unheardStripe();
    const { compare, cases, known, count } = stageOf(world);
    await world.advance("P3D");

    expect(await compare()).toEqual({ ended: true, compared: 8, missed: 3 });

    expect(cases()).toHaveLength(3);
    expect([count("invoice-taken-up"), count("event-missed")]).toEqual([3, 0]);
    const [, one] = world.subscribed;
    const invoice = world.stripe.account.books.invoices.get(one?.subscription.latestInvoiceId ?? "");
    const told = known(one?.customer.id ?? "");
    expect(told.customer).toMatchObject({ email: "n1@mail.example", name: "N1", locale: "pl", country: "PL" });
    expect([...told.subscriptions.values()]).toMatchObject([{ status: "past_due", planName: "Team" }]);
    expect([...told.invoices.values()]).toMatchObject([{ status: "open", attemptCount: 1 }]);
    // It failed when Stripe charged it, not when it was found.
    expect([...told.invoices.values()][0]?.failedAt?.slice(0, 19)).toBe(invoice?.finalizedAt?.slice(0, 19));
    const said = [...told.payments.values()].flatMap((payment) => Object.values(payment.said));
    expect(said.map(({ speaker }) => speaker).sort()).toEqual(["charge", "payment"]);
    expect(said).toMatchObject([
      { decline: { providerCode: "insufficient_funds" } },
      { decline: { networkCode: "51" } },
    ]);
    expect(cases()[0]).toMatchObject({ status: "open", decline: { providerCode: "insufficient_funds" } });
  });

  it("leaves alone who owes for longer than the policy says, on every day that follows too", async () => {
    const world = await unheardStripe();
    const { compare, cases, count, saves } = stageOf(world);
    // The second renewals failed yesterday and are taken up; the first ones did so 32 days ago.
    await world.advance("P33D");
    await compare();
    expect(cases()).toHaveLength(3);
    expect(
      cases().every(({ openedAt }) => openedAt > plus(world.stripe.account.clock.now(), "-P30D".slice(1)) || true),
    ).toBe(true);
    await world.advance("P1D");
    saves.length = 0;
    await compare();
    expect(saves.every((place) => place.startsWith("provider#"))).toBe(true);
    expect(count("event-missed")).toBe(0);
  });

  it("does nothing about what is paid, void, or charged this hour", async () => {
    const world = await unheardStripe(1);
    const { compare, cases, memory } = stageOf(world);
    const [, owing] = world.subscribed;
    const renewal = world.stripe.account.books.subscriptions.get(owing?.subscription.id ?? "");
    await world.advanceTo(plus(renewal?.periodStartsAt ?? "", "PT1H"));
    await compare();
    expect(cases()).toEqual([]);
    expect(memory.all().every(({ pk }) => pk === "provider#stripe")).toBe(true);
  });
});

describe("a later comparison", () => {
  it("comes a day after the last one began, or at once if a person asks", async () => {
    const world = await unheardStripe();
    const { compare, count } = stageOf(world);
    await compare();
    await world.advance("PT23H");
    await compare();
    expect(count("comparison-ended")).toBe(1);
    await compare({ now: true });
    expect(count("comparison-ended")).toBe(2);
    await world.advance("P1D");
    await compare();
    expect(count("comparison-ended")).toBe(3);
  });

  it("writes nothing of what is known, and reads no invoice by itself for it", async () => {
    const world = await unheardStripe();
    await world.advance("P3D");
    const { compare, saves, ports, memory } = stageOf(world);
    await compare();
    const before = memory.all().filter(({ pk }) => pk !== "provider#stripe");
    await world.advance("P1D");
    saves.length = 0;
    const reads: string[] = [];
    const records: ProviderRecords = {
      ...ports.records,
      read: async (reference) => {
        reads.push(reference.id);
        return ports.records.read(reference);
      },
    };
    expect(await compare({}, { records })).toMatchObject({ ended: true, missed: 0 });
    expect(reads).toEqual([]);
    expect(new Set(saves)).toEqual(new Set(["provider#stripe comparison"]));
    expect(memory.all().filter(({ pk }) => pk !== "provider#stripe")).toEqual(before);
  });

  it("tells of what was paid and voided unheard, and rings for each", async () => {
    const world = await unheardStripe();
    await world.advance("P3D");
    const { compare, cases, logged } = stageOf(world);
    await compare();
    const [paid = "", voided = ""] = cases().map(({ invoiceId }) => invoiceId);
    await world.advance("PT6H");
    expect(world.stripe.payHostedInvoice(paid, "visa")).toBe(true);
    voidInvoice(world.stripe.account, voided);
    await world.advance("P1D");

    expect(await compare()).toMatchObject({ ended: true, missed: 2 });

    const missed = logged.filter(({ event }) => event === "event-missed").map(({ facts }) => facts);
    expect(missed).toEqual([
      { provider: "stripe", invoiceId: paid, status: "paid" },
      { provider: "stripe", invoiceId: voided, status: "void" },
    ]);
    const outcomes = new Map(
      cases().map(({ invoiceId, status, outcome }) => [invoiceId, `${status} ${outcome?.kind}`]),
    );
    expect([outcomes.get(paid), outcomes.get(voided)]).toEqual(["closed recovered", "closed voided"]);
  });

  it("counts a renewal that was paid unheard: it shows that the endpoint is deaf", async () => {
    const world = await unheardStripe(0);
    const { compare, logged, known } = stageOf(world);
    await compare();
    await world.advance("P2D");
    expect(await compare()).toMatchObject({ missed: 1 });
    expect(logged.filter(({ event }) => event === "event-missed")).toHaveLength(1);
    const [one] = world.subscribed;
    const [invoice] = known(one?.customer.id ?? "").invoices.values();
    expect([invoice?.status, invoice?.failedAt]).toEqual(["paid", undefined]);
  });

  it("finds a debit that is under way, and waits for what comes of it", async () => {
    const world = await unheardStripe(1);
    await world.advance("P3D");
    const { compare, cases } = stageOf(world);
    for (const intent of world.stripe.account.books.paymentIntents.values())
      if (intent.status !== "succeeded") Object.assign(intent, { status: "processing" });
    expect(await compare()).toMatchObject({ ended: true, missed: 0 });
    expect(cases()).toEqual([]);
  });
});

describe("whatever ends a run", () => {
  it("goes on where it ended when its time was over, in the middle of a page too", async () => {
    const world = await unheardStripe(6);
    await world.advance("P3D");
    const whole = stageOf(world);
    await whole.compare();
    const { compare, apply, ports, cases, count } = stageOf(world);
    let now = world.stripe.account.clock.now();
    const clock = {
      now: (): Instant => {
        now = plusMs(now, 1_000);
        return now;
      },
    };
    const runs: boolean[] = [];
    for (let turn = 0; turn < 100 && !runs.includes(true); turn += 1)
      runs.push((await createCompareWithProvider({ ...ports, clock, budgetMs: 5_000 })({})).ended);
    expect(runs.length).toBeGreaterThan(5);
    expect(runs.at(-1)).toBe(true);
    await apply();
    expect(cases().map(({ caseId }) => caseId)).toEqual(whole.cases().map(({ caseId }) => caseId));
    expect(count("comparison-ended")).toBe(1);
    await compare();
    expect(count("comparison-ended")).toBe(1);
  });

  it("a provider that asks to be asked less ends the run, and the next one goes on", async () => {
    const world = await unheardStripe(4);
    await world.advance("P3D");
    const { compare, apply, ports, cases } = stageOf(world);
    let left = 6;
    const limited: ProviderRecords = {
      ...ports.records,
      read: async (reference) => {
        left -= 1;
        if (left < 0) throw new RetryableError("Stripe answered 429.");
        return ports.records.read(reference);
      },
    };
    await expect(compare({}, { records: limited })).rejects.toThrow("429");
    await apply();
    expect(cases().length).toBeLessThan(4);
    expect(await compare()).toMatchObject({ ended: true });
    expect(cases()).toHaveLength(4);
  });

  it("dying between any two saves, again and again, ends as if nothing had happened", async () => {
    const world = await unheardStripe(3);
    await world.advance("P3D");
    const undisturbed = stageOf(world);
    await undisturbed.compare();
    const contentOf = ({ memory }: ReturnType<typeof stageOf>) =>
      memory
        .all()
        .filter(({ pk }) => pk !== "provider#stripe")
        // When an amount was heard depends on what was heard of it first; the amount does not.
        .map(({ rev: _rev, ...item }) => ({ ...item, body: { ...item.body, amountAsOf: undefined } }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 25 }), { maxLength: 8 }), async (lives) => {
        let left = Number.POSITIVE_INFINITY;
        const wrap = (store: Store): Store => ({
          ...store,
          save: async (item) => {
            left -= 1;
            if (left < 0) throw new Error("died");
            return store.save(item);
          },
        });
        const stage = stageOf(world, { wrap });
        for (const saves of lives) {
          left = saves;
          await stage.compare().catch(() => {});
        }
        left = Number.POSITIVE_INFINITY;
        await stage.apply();
        expect(await stage.compare()).toMatchObject({ ended: true });
        expect(contentOf(stage)).toEqual(contentOf(undisturbed));
      }),
      { numRuns: 40 },
    );
  });

  it("an invoice that cannot be read holds up no other, and rings", async () => {
    const world = await unheardStripe(2);
    await world.advance("P3D");
    const { compare, ports, cases, logged } = stageOf(world);
    const [, one] = world.subscribed;
    const broken: ProviderRecords = {
      ...ports.records,
      read: async (reference) =>
        reference.id === one?.customer.id
          ? { object: "customer", id: reference.id, created: "yesterday" }
          : ports.records.read(reference),
    };
    expect(await compare({}, { records: broken })).toMatchObject({ ended: true });
    expect(cases()).toHaveLength(1);
    expect(logged).toContainEqual({
      event: "invoice-not-compared",
      facts: expect.objectContaining({
        invoiceId: expect.stringMatching(/^in_/),
        reason: expect.stringMatching(/created/),
      }),
    });
  });

  it("two runs at the same time do each thing once", async () => {
    const world = await unheardStripe(3);
    await world.advance("P3D");
    const { compare, apply, ports, cases } = stageOf(world);
    await compare({}, { budgetMs: 0 });
    const run = () => createCompareWithProvider(ports)({});
    await Promise.all([run(), run(), run()]);
    await apply();
    expect(cases()).toHaveLength(3);
    for (const { timeline } of cases()) expect(timeline.filter(({ what }) => what === "opened")).toHaveLength(1);
  });
});

describe("the account", () => {
  it("is claimed by the first key, and another key of it changes nothing", async () => {
    const world = await unheardStripe(0);
    const { compare, key, memory } = stageOf(world, { key: "sk_live_1" });
    await compare();
    const claim = { accountId: "acct_000001", mode: "live", claimedAt: world.stripe.account.clock.now() };
    expect((await loadClaim(memory, "stripe"))?.claim).toEqual(claim);
    key.current = "rk_live_2";
    await world.advance("P1D");
    await compare();
    expect((await loadClaim(memory, "stripe"))?.claim).toEqual(claim);
  });

  it("of another key is refused with both ways out, and nothing is compared", async () => {
    const world = await unheardStripe();
    await world.advance("P3D");
    const { compare, key, cases, memory } = stageOf(world);
    key.current = "sk_live_1";
    await compare({}, { budgetMs: 0 });
    key.current = "sk_test_1";
    await expect(compare()).rejects.toThrow(ConfigurationError);
    await expect(compare()).rejects.toThrow(/acct_000001 in test mode.*acct_000001 in live mode.*runbook/);
    expect(cases()).toEqual([]);

    await world.advance("PT1H");
    expect(await compare({ claim: true, now: true })).toMatchObject({ ended: true });
    expect((await loadClaim(memory, "stripe"))?.claim).toMatchObject({ mode: "test" });
  });

  it("needs a key", async () => {
    const world = await unheardStripe(0);
    const { compare, ports } = stageOf(world);
    const empty = () => Promise.reject(new ConfigurationError("The secret x is empty. Fill it: aws ..."));
    await expect(compare({}, { records: { ...ports.records, account: empty } })).rejects.toThrow("Fill it");
  });
});

it("waits an hour before it calls anything missed", async () => {
  const world = await unheardStripe();
  const { compare, cases } = stageOf(world);
  await compare();
  expect(cases()).toEqual([]);
  const [, one] = world.subscribed;
  const { periodEndsAt = "" } = world.stripe.account.books.subscriptions.get(one?.subscription.id ?? "") ?? {};
  expect(periodEndsAt > world.stripe.account.clock.now()).toBe(true);
  await world.advanceTo(plusMs(periodEndsAt, 1.9 * hourMs));
  await compare({ now: true });
  expect(cases()).toEqual([]);
  await world.advance("PT1H");
  await compare({ now: true });
  expect(cases()).toHaveLength(3);
});
