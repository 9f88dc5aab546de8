import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { payersOf } from "../../../functions/billing/account.ts";
import { readAccount } from "../../../functions/billing/account-store.ts";
import type { BillingEvent } from "../../../functions/billing/billing-event.ts";
import { parseKnownCustomer } from "../../../functions/billing/known-customer.ts";
import { payerIdOf } from "../../../functions/billing/payer.ts";
import { parseCases } from "../../../functions/dunning/case-store.ts";
import { applyBillingEvent } from "../../../functions/ingest/apply-billing-event.ts";
import type { Item, Store } from "../../../functions/platform/ports/store.ts";
import { event, invoiceFact } from "../billing/sample-events.ts";
import { billingEvents, fixture, hearing } from "./heard-events.ts";

const files = ["events", "events-shared-organisation", "events-heard-at-one-moment"] as const;
const eventsOf = (file: (typeof files)[number]) =>
  billingEvents(fixture(`cases/01-account-id-says-nothing/${file}.jsonl`));

/** What is known of everybody: who pays, where to write, which invoices are troubled, who belongs together. */
const outcome = (items: readonly Item[]) =>
  [...Map.groupBy(items, ({ pk }) => pk)].map(([pk, own]) => {
    if (pk.startsWith("account#")) return [pk, own.map(({ body }) => body)];
    const { customer, invoices } = parseKnownCustomer(pk.slice("customer#".length), own);
    const cases = [...parseCases(own).values()].map(({ caseId, customerId, providerCustomerId, decline }) => ({
      ...{ caseId, customerId, providerCustomerId, decline },
    }));
    return [pk, { customer, invoices: [...invoices.keys()].sort(), cases }];
  });

describe("two customers that name one account", () => {
  it.each(files)("are two payers, in whatever order they are heard of: %s", async (file) => {
    const events = eventsOf(file);
    const inOrder = hearing();
    await inOrder.hear(events);
    const shuffled = fc.shuffledSubarray(events, { minLength: events.length });
    await fc.assert(
      fc.asyncProperty(shuffled, async (order) => {
        const { state, hear } = hearing();
        await hear(order);
        expect(outcome(state.all())).toEqual(outcome(inOrder.state.all()));
      }),
    );
    const anna = parseKnownCustomer("stripe-cus_anna", await inOrder.state.query("customer#stripe-cus_anna"));
    expect(anna.customer).toMatchObject({ email: "anna@mail.example", name: "Anna Lind" });
    const bert = await inOrder.state.query("customer#stripe-cus_bert");
    expect(bert.map(({ sk }) => sk)).toEqual(["profile"]);
  });

  it("are linked by the account if it is one, and by nothing if the word says nothing", async () => {
    const organisation = hearing();
    await organisation.hear(eventsOf("events-shared-organisation"));
    const account = await readAccount(organisation.state, "org_7");
    expect(account && payersOf(account)).toEqual(["stripe-cus_anna", "stripe-cus_bert"]);
    const nothing = hearing();
    await nothing.hear(eventsOf("events"));
    expect(nothing.state.all().filter(({ pk }) => pk.startsWith("account#"))).toEqual([]);
  });
});

const customers = ["cus_1", "cus_2", "cus_3", "cus_4"] as const;
const accounts = ["acme", "globex", "undefined", "", "0"] as const;

/** What a customer is at one time: its own address, and some account or none. */
const snapshot = fc
  .record({ who: fc.constantFrom(...customers), account: fc.constantFrom(...accounts), minute: fc.nat(50) })
  .map(({ who, account, minute }) => ({
    ...event(`evt_${who}_${minute}_${account}`, `PT${minute}M`, {
      type: "customer",
      customer: { email: `${who}@mail.example`, name: who, accountId: account },
    }),
    providerCustomerId: who,
  }));
const failure = fc.constantFrom(...customers).map((who) => ({
  ...event(`evt_in_${who}`, "PT30M", invoiceFact({ invoiceId: `in_${who}`, subscriptionId: undefined }, "failed")),
  providerCustomerId: who,
}));
const histories = fc
  .array(fc.oneof(snapshot, failure), { minLength: 1, maxLength: 14 })
  .chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })));

async function linksOf(
  events: readonly BillingEvent[],
  hear: (events: readonly BillingEvent[]) => Promise<void>,
  state: Store,
) {
  await hear(events);
  const named = await Promise.all(accounts.map((id) => readAccount(state, id)));
  return named.map((account) => account && payersOf(account)).map((payers) => (payers?.length ? payers : "nobody"));
}

describe("any number of customers that share account ids", () => {
  it("stay apart, write to their own addresses, and end linked as their newest words say, in any order", async () => {
    await fc.assert(
      fc.asyncProperty(histories, async ([events, shuffled]) => {
        const [one, other] = [hearing(), hearing()];
        const links = await linksOf(events, one.hear, one.state);
        expect(await linksOf([...shuffled, ...events], other.hear, other.state)).toEqual(links);
        for (const who of new Set(events.map(({ providerCustomerId }) => providerCustomerId))) {
          const payer = { provider: "stripe", providerCustomerId: who };
          const items = await other.state.query(`customer#${payerIdOf(payer)}`);
          const { customer, invoices } = parseKnownCustomer(payerIdOf(payer), items);
          expect([`${who}@mail.example`, undefined]).toContain(customer?.email);
          const ids = [customer, ...invoices.values(), ...parseCases(items).values()];
          expect(new Set(ids.map((one) => one?.providerCustomerId))).toEqual(new Set([who]));
        }
      }),
    );
  });
});

describe("an account", () => {
  const named = (id: string, after: string, accountId: string | undefined, who = "cus_1"): BillingEvent => ({
    ...event(id, after, { type: "customer", customer: { email: "a@mail.example", accountId } }),
    providerCustomerId: who,
  });
  const payersNaming = async (state: Store, id: string) => {
    const account = await readAccount(state, id);
    return account && payersOf(account);
  };

  it("loses a payer that names another one later, by the provider's time", async () => {
    const [first, second] = [named("evt_1", "PT1M", "acme"), named("evt_2", "PT2M", "globex")];
    for (const order of [
      [first, second],
      [second, first],
      [first, second, first],
    ]) {
      const { state, hear } = hearing();
      await hear(order);
      expect((await payersNaming(state, "acme")) ?? []).toEqual([]);
      expect(await payersNaming(state, "globex")).toEqual(["stripe-cus_1"]);
    }
  });

  /** A store that calls `onOperation` before each load and save. */
  const watched =
    (onOperation: (pk: string) => void) =>
    (store: Store): Store => ({
      ...store,
      load: async (key) => {
        onOperation(key.pk);
        return store.load(key);
      },
      save: async (item) => {
        onOperation(item.pk);
        return store.save(item);
      },
    });

  it("is neither read nor written while a payer names the same one", async () => {
    const touched: string[] = [];
    const { hear } = hearing(
      undefined,
      watched((pk) => void touched.push(pk)),
    );
    await hear([named("evt_1", "PT1M", "acme")]);
    expect(touched).toContain("account#acme");
    touched.length = 0;
    await hear([named("evt_2", "PT2M", "acme")]);
    expect(touched).toEqual(["customer#stripe-cus_1"]);
  });

  it("hears of its payer although the process dies before any of its operations on the store", async () => {
    const [first, second, between] = [
      named("evt_1", "PT1M", "acme"),
      named("evt_2", "PT2M", "globex"),
      named("evt_3", "PT1M30S", "acme"),
    ];
    for (let dies = 0; dies < 16; dies += 1) {
      let operations = 0;
      const mortal = watched(() => {
        if (operations++ === dies) throw new Error("died");
      });
      const { state, hear } = hearing(undefined, mortal);
      // Whatever died is taken up again, after what came later.
      for (const event of [first, between, first, second, between, second]) await hear([event]).catch(() => {});
      expect(await payersNaming(state, "acme")).toEqual([]);
      expect(await payersNaming(state, "globex")).toEqual(["stripe-cus_1"]);
      const profile = await state.load({ pk: "customer#stripe-cus_1", sk: "profile" });
      expect(profile?.body["accountsToTell"]).toBeUndefined();
    }
  });

  it("that everybody names is a word for nothing: it takes no more payers than a company has, and says so", async () => {
    const { state, hear, warned } = hearing();
    await hear(Array.from({ length: 201 }, (_, index) => named(`evt_${index}`, "PT1M", "placeholder", `cus_${index}`)));
    expect(await payersNaming(state, "placeholder")).toHaveLength(200);
    expect(warned).toEqual(["account-full"]);
  });

  it("gives fifty events that come at once one payer", async () => {
    const { state, ports } = hearing();
    const events = Array.from({ length: 50 }, (_, index) => named("evt_1", "PT1M", index % 2 ? "acme" : undefined));
    await Promise.allSettled(events.map((one) => applyBillingEvent(ports, one)));
    const partitions = new Set(state.all().map(({ pk }) => pk));
    expect([...partitions].filter((pk) => pk.startsWith("customer#"))).toEqual(["customer#stripe-cus_1"]);
  });
});
