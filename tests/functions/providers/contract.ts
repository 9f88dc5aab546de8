import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BillingEvent } from "../../../functions/billing/billing-event.ts";
import { fold } from "../../../functions/billing/fold.ts";
import { type KnownCustomer, parseKnownCustomer } from "../../../functions/billing/known-customer.ts";
import { payerIdOf } from "../../../functions/billing/payer.ts";
import type { Payments } from "../../../functions/billing/payments.ts";
import { isProviderName } from "../../../functions/billing/provider-names.ts";
import type { ProviderRecords } from "../../../functions/billing/provider-records.ts";
import { RequestError, TerminalError } from "../../../functions/platform/errors.ts";
import { type Instant, plusMs } from "../../../functions/platform/instant.ts";
import { eventReaderOf } from "../../../functions/providers/translators.ts";
import { providerNamed } from "../../../functions/providers/webhook-providers.ts";
import { samplePolicy } from "../dunning/sample-case.ts";

/** How the provider answers the next request, if not as it should. */
export type Misfortune = "refuses the key" | "does not answer" | "asks to be asked less" | "fails inside";

/** The adapters over a provider that has one customer, whose renewal failed, and nothing else. */
export interface ProviderUnderTest {
  readonly payments: Payments;
  readonly records: ProviderRecords;
  readonly customerId: string;
  readonly subscriptionId: string;
  /** Open, and the card would be charged in vain. */
  readonly invoiceId: string;
  /** From now on the card works. */
  mendCard(): void;
  /** How many charges were tried. */
  charges(): number;
  /** What comes of the next request, and of it alone. */
  strike(misfortune: Misfortune): void;
}

/** What a provider's folder must bring with it, so that the suite below can hold it to the contract. */
export interface ProviderContract {
  /** Of the folder under functions/providers. */
  readonly name: string;
  readonly secret: string;
  /** Headers, in lower case, of a request with this body as the provider signs it. */
  readonly sign: (rawBody: Uint8Array, secret: string, at: Instant) => Readonly<Record<string, string>>;
  /** How old a signature may be, in milliseconds; a later one is refused just so. */
  readonly toleranceMs: number;
  /**
   * Seven events about one customer, as they are sent: a renewal fails, is told of by everybody who speaks of such things, the
   * card is replaced, and the invoice is paid. In the order in which they happened.
   */
  readonly story: readonly object[];
  /** An event of a type that means nothing here. */
  readonly meaningless: object;
  readonly provider: () => Promise<ProviderUnderTest>;
}

const now: Instant = "2026-01-05T12:00:00.000Z";
const setting = { metadataKeys: samplePolicy.provider.metadata };
const bytesOf = (event: object): Uint8Array => new TextEncoder().encode(JSON.stringify(event));

/** Every order of some things. */
function* ordersOf<T>(things: readonly T[]): Generator<readonly T[]> {
  if (things.length <= 1) yield things;
  for (const [at, first] of things.entries())
    for (const rest of things.length <= 1 ? [] : ordersOf(things.toSpliced(at, 1))) yield [first, ...rest];
}

/** The contract between a provider's folder and everything else. */
export function providerContract(contract: ProviderContract): void {
  describe(`the provider ${contract.name}`, () => {
    it("is known by the name of its folder", () => {
      expect(isProviderName(contract.name)).toBe(true);
      expect(providerNamed(contract.name)?.name).toBe(contract.name);
    });
    describe("its signature", () => signatureContract(contract));
    describe("its envelope", () => envelopeContract(contract));
    describe("its events", () => translationContract(contract));
    describe("its API", () => apiContract(contract));
  });
}

function webhooksOf({ name }: ProviderContract) {
  const found = providerNamed(name);
  if (found === undefined) throw new Error(`functions/providers/webhook-providers.ts does not know ${name}.`);
  return found;
}

function signatureContract(contract: ProviderContract): void {
  const { verify } = webhooksOf(contract);
  const { secret, sign, toleranceMs } = contract;
  const rawBody = bytesOf(contract.story[0] ?? {});
  const verified = (changes: Partial<Parameters<typeof verify>[0]> = {}, at = now) =>
    verify({ headers: sign(rawBody, secret, at), rawBody, secrets: [secret], now, ...changes });

  it("is good over the bytes as they came, under either of two live secrets", () => {
    expect(verified()).toBe(true);
    expect(verified({ secrets: ["another", secret] })).toBe(true);
  });

  it("is refused under another secret, none, and an empty one", () => {
    for (const secrets of [["another"], [], [""]]) expect(verified({ secrets })).toBe(false);
    expect(verified({ headers: sign(rawBody, "", now), secrets: [""] })).toBe(false);
  });

  it("is refused when any one byte of the body was changed", () => {
    for (let at = 0; at < rawBody.length; at += 1)
      expect(verified({ rawBody: rawBody.with(at, (rawBody[at] ?? 0) ^ 1) })).toBe(false);
  });

  it("is refused when it is old, and when it is from the future", () => {
    for (const ms of [-toleranceMs - 1_000, toleranceMs + 1_000]) expect(verified({}, plusMs(now, ms))).toBe(false);
    for (const ms of [-toleranceMs + 1_000, toleranceMs - 1_000]) expect(verified({}, plusMs(now, ms))).toBe(true);
  });

  it("is refused and never throws, whatever the headers are", () => {
    const names = Object.keys(sign(rawBody, secret, now));
    const headers = fc.dictionary(fc.constantFrom(...names), fc.string({ unit: "binary" }));
    fc.assert(fc.property(headers, (given) => verified({ headers: given }) === false));
    expect(verified({ headers: {} })).toBe(false);
  });
}

function envelopeContract(contract: ProviderContract): void {
  const { envelope } = webhooksOf(contract);

  it("says of each event which it is and when it was", () => {
    const envelopes = contract.story.map((event) => envelope(JSON.stringify(event)));
    expect(new Set(envelopes.map(({ eventId }) => eventId)).size).toBe(contract.story.length);
    for (const { eventType, occurredAt } of envelopes) {
      expect(eventType).not.toBe("");
      expect(occurredAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }
  });

  it("takes events of a type that nobody knows", () => {
    expect(() => envelope(JSON.stringify(contract.meaningless))).not.toThrow();
  });

  it("refuses everything else with 400 and a sentence", () => {
    const sound = new Map<string, unknown>(Object.entries(contract.story[0] ?? {}));
    const damaged = fc
      .tuple(fc.constantFrom(...sound.keys()), fc.anything())
      .map(([field, value]) => JSON.stringify({ ...Object.fromEntries(sound), [field]: value }, withoutBigints));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), damaged), (text) => {
        try {
          envelope(text);
        } catch (error) {
          expect(error).toBeInstanceOf(RequestError);
          expect(error).toMatchObject({ status: 400, message: expect.stringMatching(/^The .+\.$/) });
        }
      }),
    );
  });
}

const withoutBigints = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);

function translationContract(contract: ProviderContract): void {
  const { name, story, meaningless } = contract;
  const reader = eventReaderOf(name);
  const events = story.flatMap((event) => reader.translate(event, setting) ?? []);

  it("are seven about one payer, and each says something", () => {
    expect(story).toHaveLength(7);
    expect(events).toHaveLength(7);
    expect(new Set(events.map(payerIdOf)).size).toBe(1);
    for (const { provider, facts } of events) {
      expect(provider).toBe(name);
      expect(facts.length).toBeGreaterThan(0);
    }
  });

  it("say the same whenever they are read", () => {
    expect(story.flatMap((event) => reader.translate(event, setting) ?? [])).toEqual(events);
  });

  it("mean nothing where the type means nothing here", () => {
    expect(reader.translate(meaningless, setting)).toBeUndefined();
    expect(reader.missingIn(meaningless, setting)).toBeUndefined();
  });

  it("with any field that is another thing are still read, or refused with its name, and nothing else happens", () => {
    const places = story.flatMap((event, index) => pathsIn(event).map((path) => ({ index, path })));
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.anything(), ({ index, path }, value) => {
        const event = replaced(story[index], path, value);
        try {
          reader.translate(event, setting);
          reader.modeOf(event);
        } catch (error) {
          expect(error).toBeInstanceOf(TerminalError);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("in all 5,040 orders, one of them delivered twice, end in the same state", () => {
    const [first] = events;
    if (first === undefined) throw new Error("There is no story.");
    const nobody = parseKnownCustomer(payerIdOf(first), []);
    const knownAfter = (order: readonly BillingEvent[]) => contentOf(order.reduce(fold, nobody));
    const inOrder = knownAfter(events);
    expect(inOrder.invoices).toMatchObject([{ status: "paid", failedAt: expect.any(String) }]);
    let orders = 0;
    for (const order of ordersOf(events)) {
      // Each of the seven comes twice in as many orders as each other one, the second time at every place after the first.
      const twice = orders % order.length;
      const again = twice + 1 + (Math.floor(orders / order.length) % (order.length - twice));
      const delivered = order.toSpliced(again, 0, ...order.slice(twice, twice + 1));
      if (JSON.stringify(knownAfter(delivered)) !== JSON.stringify(inOrder))
        expect({ order: delivered.map(({ eventId }) => eventId), ...knownAfter(delivered) }).toEqual(inOrder);
      orders += 1;
    }
    expect(orders).toBe(5_040);
  });
}

/** What is known, free of the order in which it was heard. */
function contentOf({ customer, subscriptions, invoices, cards, payments, paymentLinks }: KnownCustomer) {
  const sorted = <T>(map: ReadonlyMap<string, T>) =>
    [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => inOrder(value));
  return {
    customer: inOrder(customer),
    subscriptions: sorted(subscriptions),
    invoices: sorted(invoices),
    cards: sorted(cards),
    payments: sorted(payments),
    paymentLinks: [...paymentLinks].sort(),
  };
}

/** The same with its fields in order, and without those that hold nothing. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).filter(([, held]) => held !== undefined);
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, held]) => [name, inOrder(held)]));
}

type Path = readonly (string | number)[];

function pathsIn(value: unknown, before: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [before];
  return [before, ...Object.entries(value).flatMap(([name, held]) => pathsIn(held, [...before, name]))];
}

function replaced(value: unknown, [name, ...rest]: Path, by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value))
    return value.map((held, at) => (String(at) === String(name) ? replaced(held, rest, by) : held));
  if (typeof value !== "object" || value === null) return by;
  return { ...value, [name]: replaced(new Map<string, unknown>(Object.entries(value)).get(String(name)), rest, by) };
}

function apiContract({ name, provider }: ProviderContract): void {
  it("shows an invoice as it is, with what would be charged", async () => {
    const { payments, invoiceId } = await provider();
    const invoice = await payments.readInvoice(invoiceId);
    expect(invoice).toMatchObject({
      invoiceId,
      status: "open",
      amountRemaining: { currency: expect.stringMatching(/^[A-Z]{3}$/) },
    });
    expect(Number.isSafeInteger(invoice.amountRemaining.amountMinor)).toBe(true);
    expect(invoice.lastDecline).toBeDefined();
  });

  it("charges once for one key, whatever it is asked again, and answers the same", async () => {
    const { payments, invoiceId, charges, mendCard } = await provider();
    const before = charges();
    const request = { invoiceId, idempotencyKey: "one" };
    const declined = await payments.payInvoice(request);
    expect(declined.result).toBe("declined");
    mendCard();
    expect((await payments.payInvoice(request)).result).toBe("declined");
    expect(charges()).toBe(before + 1);
    expect((await payments.payInvoice({ ...request, idempotencyKey: "two" })).result).toBe("paid");
    expect((await payments.readInvoice(invoiceId)).status).toBe("paid");
  });

  it("finds nothing to charge on an invoice that is paid", async () => {
    const { payments, invoiceId, mendCard } = await provider();
    mendCard();
    await payments.payInvoice({ invoiceId, idempotencyKey: "one" });
    expect(await payments.payInvoice({ invoiceId, idempotencyKey: "two" })).toMatchObject({
      result: "not-open",
      status: "paid",
    });
  });

  it("pauses, resumes, gives up and cancels, and a repeat changes nothing", async () => {
    const { payments, subscriptionId, invoiceId } = await provider();
    const pauseOf = async () => (await payments.readInvoice(invoiceId)).subscription?.pause;
    for (const key of ["pause", "pause", "pause again"]) await payments.pauseSubscription(subscriptionId, key);
    expect(await pauseOf()).toMatchObject({ by: "us" });
    for (const key of ["resume", "resume", "resume again"]) await payments.resumeSubscription(subscriptionId, key);
    expect(await pauseOf()).toBeUndefined();
    for (const key of ["end", "end", "end again"]) await payments.markUncollectible(invoiceId, key);
    expect((await payments.readInvoice(invoiceId)).status).toBe("uncollectible");
    for (const key of ["cancel", "cancel again"]) await payments.cancelSubscription(subscriptionId, key);
    expect((await payments.readInvoice(invoiceId)).subscription?.status).toBe("canceled");
  });

  it("leads to a page where the card is replaced", async () => {
    const { payments, customerId } = await provider();
    const request = { providerCustomerId: customerId, returnUrl: "https://orbit.example/back", locale: "pl" };
    expect((await payments.createCardUpdateLink(request)).url).toMatch(/^https?:\/\//);
  });

  it("lists what is open, names the account, and shows what events would have told", async () => {
    const { records, invoiceId } = await provider();
    const reader = eventReaderOf(name);
    expect(await records.account()).toMatchObject({
      accountId: expect.stringMatching(/./),
      mode: await records.mode(),
    });
    const { invoices, next } = await records.listInvoices({ status: "open" });
    expect([invoices.map((invoice) => reader.listed(invoice).invoiceId), next]).toEqual([[invoiceId], undefined]);
    const invoice = await records.read({ type: "invoice", id: invoiceId });
    expect(reader.hasFailed(invoice)).toBe(true);
    const surroundings = await Promise.all(reader.surroundingsOf(invoice).map((reference) => records.read(reference)));
    const told = reader
      .toldBy({ invoice, surroundings, at: now })
      .flatMap(({ raw }) => reader.translate(raw, setting) ?? []);
    const kinds = new Set(told.flatMap(({ facts }) => facts.map(({ type }) => type)));
    for (const kind of ["customer", "subscription", "invoice", "charge-failed"]) expect(kinds).toContain(kind);
  });

  const calls: readonly (readonly [string, (under: ProviderUnderTest) => Promise<unknown>])[] = [
    ["reading an invoice", ({ payments, invoiceId }) => payments.readInvoice(invoiceId)],
    ["charging", ({ payments, invoiceId }) => payments.payInvoice({ invoiceId, idempotencyKey: "one" })],
    ["pausing", ({ payments, subscriptionId }) => payments.pauseSubscription(subscriptionId, "one")],
    ["giving up", ({ payments, invoiceId }) => payments.markUncollectible(invoiceId, "one")],
    ["cancelling", ({ payments, subscriptionId }) => payments.cancelSubscription(subscriptionId, "one")],
    ["listing", ({ records }) => records.listInvoices({ status: "open" })],
  ];
  const errors = {
    "refuses the key": "ConfigurationError",
    "does not answer": "RetryableError",
    "asks to be asked less": "RetryableError",
    "fails inside": "RetryableError",
  } as const satisfies Record<Misfortune, string>;

  it.each(calls)("says while %s what a repetition would change", async (_, call) => {
    for (const misfortune of ["refuses the key", "does not answer", "asks to be asked less", "fails inside"] as const) {
      const under = await provider();
      under.strike(misfortune);
      await expect(call(under), misfortune).rejects.toMatchObject({ name: errors[misfortune] });
    }
  });

  it("refuses for good what is not there", async () => {
    const { payments, records } = await provider();
    await expect(payments.readInvoice("in_nobody")).rejects.toMatchObject({ name: "TerminalError" });
    await expect(records.read({ type: "customer", id: "cus_nobody" })).rejects.toMatchObject({ name: "TerminalError" });
  });
}
