import { beforeEach, describe, expect, it } from "vitest";
import { inboxEvent, inboxKey, rawTextOf } from "../../../functions/ingest/inbox.ts";
import { createReceive } from "../../../functions/ingest/receive.ts";
import { createReceiveFromBus } from "../../../functions/ingest/receive-from-bus.ts";
import { RetryableError } from "../../../functions/platform/errors.ts";
import { type MemoryStore, memoryStore } from "../../../local/engine/memory-store.ts";
import { now, signingSecret, stripeEvent, thinEvent, webhook } from "./webhook-request.ts";

const clock = { now: () => now };
const log = { info: () => {}, warn: () => {}, error: () => {} };
const secrets = { webhookSigningSecrets: async () => [signingSecret] };
let inbox: MemoryStore;

beforeEach(() => {
  inbox = memoryStore();
});

const fromBus = (store = inbox) => createReceiveFromBus({ provider: "stripe", inbox: store, clock, log });
const posted = () => createReceive({ inbox, secrets, clock, log });

/** As EventBridge hands an event of a partner over. */
const delivery = (detail: unknown) => ({
  version: "0",
  id: "7bf73129-1428-4cd3-a780-95db273d1602",
  "detail-type": "customer.updated",
  source: "aws.partner/stripe.com/ed_test_61Abc",
  account: "123456789012",
  time: "2026-01-05T08:10:00Z",
  region: "eu-central-1",
  resources: ["arn:aws:events:eu-central-1::event-source/aws.partner/stripe.com/ed_test_61Abc"],
  detail,
});

describe("an event from the bus", () => {
  it("lies in the inbox under the provider's own id, due like one that was posted", async () => {
    await fromBus()(delivery(stripeEvent()));

    const item = await inbox.load(inboxKey("stripe", "evt_1"));
    expect(item).toMatchObject({
      kind: "inbox",
      due: { at: "2026-01-05T08:12:00.000Z" },
      body: {
        eventType: "customer.updated",
        occurredAt: "2026-01-05T08:00:00.000Z",
        receivedAt: now,
        state: "accepted",
      },
    });
    expect(item && JSON.parse(rawTextOf(inboxEvent(item)))).toEqual(stripeEvent());
  });

  it.each([
    ["from the bus first", [0, 1]],
    ["posted first", [1, 0]],
    ["fifty times at once by both", Array.from({ length: 50 }, (_, turn) => turn % 2)],
  ] as const)("is one item, %s", async (_, order) => {
    const ways = [
      () => fromBus()(delivery(stripeEvent())),
      async () => {
        expect((await posted()(webhook(JSON.stringify(stripeEvent())))).statusCode).toBeLessThan(300);
      },
    ];
    await Promise.all(order.map((way) => ways[way]?.()));
    expect(inbox.all()).toHaveLength(1);
  });

  it("may be thin", async () => {
    await fromBus()(delivery(thinEvent()));
    expect(await inbox.load(inboxKey("stripe", "evt_thin"))).toMatchObject({
      body: { eventType: "v1.invoice.payment_failed", occurredAt: "2026-01-05T09:00:00.000Z" },
    });
  });

  it.each([
    ["nothing", undefined, /no event/],
    ["no detail", delivery(undefined), /detail/],
    ["a text", delivery("evt_1"), /detail/],
    ["an event without an id", delivery(stripeEvent({ id: undefined })), /\bid\b/],
  ])("is never lost: %s is refused, so that it is tried again and kept in the queue", async (_, sent, sentence) => {
    await expect(fromBus()(sent)).rejects.toThrow(sentence);
    expect(inbox.all()).toEqual([]);
  });

  it("is tried again when the table does not answer", async () => {
    const down = { ...inbox, save: () => Promise.reject(new RetryableError("the table does not answer")) };
    await expect(fromBus(down)(delivery(stripeEvent()))).rejects.toThrow("does not answer");
  });
});
