import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseKnownCustomer } from "../../../functions/billing/known-customer.ts";
import type { RecordReference } from "../../../functions/billing/provider-records.ts";
import { caseKey, parseCase } from "../../../functions/dunning/case-store.ts";
import { applyInboxItem } from "../../../functions/ingest/apply-inbox-item.ts";
import { accept, inboxKey } from "../../../functions/ingest/inbox.ts";
import type { TakenAccount } from "../../../functions/ingest/taken-account.ts";
import { ConfigurationError, TerminalError } from "../../../functions/platform/errors.ts";
import { instantOfSeconds } from "../../../functions/platform/instant.ts";
import { providerNamed } from "../../../functions/providers/webhook-providers.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { hearing } from "./heard-events.ts";
import { paidStory, startedAtSeconds } from "./inbox-of-test.ts";

const readAt = instantOfSeconds(startedAtSeconds + 5_000);
const [, , failed, , paid] = paidStory;
const openInvoice = failed?.data.object ?? {};
const paidInvoice = paid?.data.object ?? {};

const thin = (type: string, related: object | null, changes: object = {}) => ({
  ...{ id: `evt_thin_${type}`, object: "v2.core.event", type, livemode: true, related_object: related },
  created: instantOfSeconds(startedAtSeconds + 10),
  ...changes,
});
const invoiceReference = { id: "in_1", type: "invoice", url: "/v1/invoices/in_1" };
const thinFailure = thin("v1.invoice.payment_failed", invoiceReference);

/** A stage whose provider has these objects, by id. */
function stage(objects: Readonly<Record<string, unknown>>, taken: TakenAccount = {}) {
  const { state, ports } = hearing(readAt);
  const inbox = memoryStore();
  const reads: RecordReference[] = [];
  const records = {
    read: async (reference: RecordReference) => {
      reads.push(reference);
      return objects[reference.id];
    },
  };
  const all = { ...ports, inbox, records, taken: async () => taken };
  const hear = async (event: object, changes: Partial<typeof all> | { records: undefined } = {}) => {
    const raw = JSON.stringify(event);
    const envelope = providerNamed("stripe")?.envelope(raw);
    if (envelope === undefined) throw new Error("Stripe is not known.");
    const item = await inbox.save(accept({ provider: "stripe", ...envelope, raw: Buffer.from(raw) }, readAt));
    await applyInboxItem({ ...all, ...changes }, item);
    return (await inbox.load(inboxKey("stripe", envelope.eventId)))?.body["state"];
  };
  const known = async () => parseKnownCustomer("stripe-cus_1", await state.query("customer#stripe-cus_1"));
  const theCase = async () => {
    const item = await state.load(caseKey("stripe-cus_1", "stripe-in_1"));
    return item && parseCase(item);
  };
  return { state, reads, hear, known, theCase };
}

describe("a thin event", () => {
  it("is read when it is applied: a failed invoice that is still open becomes a case, from when it failed", async () => {
    const { hear, known, theCase, reads } = stage({ in_1: openInvoice });

    expect(await hear(thinFailure)).toBe("applied");

    expect(reads).toEqual([{ id: "in_1", type: "invoice" }]);
    expect((await known()).invoices.get("in_1")).toMatchObject({
      status: "open",
      failedAt: instantOfSeconds(startedAtSeconds + 10),
      asOf: readAt,
    });
    expect((await theCase())?.status).toBe("open");
  });

  it("tells of an invoice that was paid in the meantime as paid: nothing is left to recover", async () => {
    const { hear, known, theCase } = stage({ in_1: paidInvoice });
    await hear(thinFailure);
    expect((await known()).invoices.get("in_1")).toMatchObject({ status: "paid" });
    expect(await theCase()).toMatchObject({ status: "closed", outcome: { kind: "recovered", how: "self-cure" } });
  });

  it("that names no object is read itself first, and names it there", async () => {
    const unnamed = thin("v1.invoice.payment_failed", null);
    const { hear, theCase, reads } = stage({ [unnamed.id]: thinFailure, in_1: openInvoice });
    expect(await hear(unnamed)).toBe("applied");
    expect(reads.map(({ type }) => type)).toEqual(["v2.core.event", "invoice"]);
    expect(await theCase()).toBeDefined();
  });

  it("that names no object there either is not lost", async () => {
    const unnamed = thin("v1.invoice.payment_failed", null);
    const { hear } = stage({ [unnamed.id]: unnamed });
    await expect(hear(unnamed)).rejects.toThrow(/names no object/);
  });

  it.each([
    ["of a type that means nothing here", thin("v1.climate.order.delivered", { id: "x", type: "climate.order" }), {}],
    ["of version 2 alone", thin("v2.core.account.updated", { id: "acct_1", type: "v2.core.account" }), {}],
    ["of a connected account", { ...thinFailure, context: "acct_other" }, { accountId: "acct_own" }],
  ])("%s is ignored, and nobody asked", async (_, event, taken) => {
    const { hear, reads } = stage({}, taken);
    expect(await hear(event)).toBe("ignored");
    expect(reads).toEqual([]);
  });

  it("of our own account is read, though it names it", async () => {
    const { hear } = stage({ in_1: openInvoice }, { accountId: "acct_own" });
    expect(await hear({ ...thinFailure, context: "acct_own" })).toBe("applied");
  });

  it("says what to configure where the key is missing, and where nobody reads", async () => {
    const { hear } = stage({});
    const empty = { read: () => Promise.reject(new ConfigurationError("The secret x is empty. Fill it: aws ...")) };
    await expect(hear(thinFailure, { records: empty })).rejects.toThrow(ConfigurationError);
    const gone = { read: () => Promise.reject(new TerminalError("Reading invoice in_1: Stripe answered 404.")) };
    await expect(stage({}).hear(thinFailure, { records: gone })).rejects.toThrow(
      /404.*give this stage a key of the account/,
    );
    const again = stage({});
    await expect(again.hear(thinFailure, { records: undefined })).rejects.toThrow(/let the provider send whole events/);
  });

  it("in any order among whole events ends in the same state", async () => {
    const story = [...paidStory, thinFailure, thin("v1.customer.updated", { id: "cus_1", type: "customer" })];
    const objects = { in_1: paidInvoice, cus_1: paidStory[3]?.data.object };
    const outcomeOf = async (events: readonly object[]) => {
      const { hear, known } = stage(objects);
      for (const event of events) await hear(event);
      const { customer, invoices, payments } = await known();
      return { customer, invoices: [...invoices], payments: [...payments] };
    };
    const first = await outcomeOf(story);
    expect(first.invoices).toMatchObject([["in_1", { status: "paid" }]]);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(story, { minLength: story.length }), async (events) => {
        expect(await outcomeOf(events)).toEqual(first);
      }),
      { numRuns: 100 },
    );
  });
});

describe("an event of another mode or account", () => {
  const whole = (changes: object) => ({ ...failed, id: "evt_whole", ...changes });

  it.each([
    ["live", false, /test mode.*live mode.*key/],
    ["test", true, /live mode.*test mode.*key/],
  ] as const)("is refused by a stage in %s mode, with a sentence", async (mode, livemode, sentence) => {
    const { hear, theCase, reads } = stage({ in_1: openInvoice }, { mode });
    await expect(hear(whole({ livemode }))).rejects.toThrow(sentence);
    const other = stage({ in_1: openInvoice }, { mode });
    await expect(other.hear({ ...thinFailure, livemode })).rejects.toThrow(sentence);
    expect([...reads, ...other.reads, await theCase()]).toEqual([undefined]);
  });

  it.each([
    ["of the stage's own mode", { livemode: true }, { mode: "live" }],
    ["that says no mode", {}, { mode: "live" }],
    ["of either mode where no account is claimed yet", { livemode: false }, {}],
    ["that names our own account", { account: "acct_own" }, { accountId: "acct_own" }],
  ] as const)("is not one %s", async (_, changes, taken) => {
    const { hear, theCase } = stage({}, taken);
    expect(await hear(whole(changes))).toBe("applied");
    expect(await theCase()).toBeDefined();
  });

  it("of Connect is kept and ignored", async () => {
    const { hear, theCase } = stage({}, { accountId: "acct_own", mode: "live" });
    expect(await hear(whole({ account: "acct_connected", livemode: true }))).toBe("ignored");
    expect(await theCase()).toBeUndefined();
  });
});

describe("a dispute", () => {
  const dispute = {
    ...{ id: "dp_1", object: "dispute", amount: 4900, currency: "eur", status: "needs_response" },
    ...{ charge: "ch_9", payment_intent: "pi_1" },
  };
  const charge = { id: "ch_9", object: "charge", customer: "cus_1", payment_intent: "pi_1" };
  const whole = {
    ...{ id: "evt_d", object: "event", type: "charge.dispute.created", livemode: true },
    ...{ created: startedAtSeconds + 90_000, data: { object: dispute } },
  };
  const disputeReference = { id: "dp_1", type: "dispute", url: "/v1/disputes/dp_1" };

  it.each([
    ["whole", whole, ["ch_9"]],
    ["thin", thin("v1.charge.dispute.created", disputeReference), ["dp_1", "ch_9"]],
  ])("that came %s takes the money off the recovery of the payer whose its charge is", async (_, told, asked) => {
    const { hear, theCase, reads } = stage({ ch_9: charge, dp_1: dispute });
    for (const event of paidStory) await hear({ ...event, livemode: true });
    expect(await hear(told)).toBe("applied");
    expect(await hear({ ...told, id: "evt_again" })).toBe("applied");
    expect(reads.slice(0, asked.length).map(({ id }) => id)).toEqual(asked);
    expect((await theCase())?.corrections).toMatchObject({ "dispute:dp_1": { backMinor: 4900 } });
  });

  it("whose charge cannot be read is refused with a sentence that says what to configure, and stays in the inbox", async () => {
    const { hear } = stage({});
    await expect(hear(whole, { records: undefined })).rejects.toThrow("Nothing here reads what an event leaves out");
  });
});
