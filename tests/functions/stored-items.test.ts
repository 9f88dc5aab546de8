import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { readAccount } from "../../functions/billing/account-store.ts";
import { formerPartitionOf } from "../../functions/billing/former-partition.ts";
import { parseKnownCustomer } from "../../functions/billing/known-customer.ts";
import { changedItems } from "../../functions/billing/known-customer-items.ts";
import { payerIdOf } from "../../functions/billing/payer.ts";
import { parseRecipient, recipientItem } from "../../functions/contact/recipient.ts";
import { parseSending, sendingItem } from "../../functions/contact/sending-quota.ts";
import { caseItem, parseCase } from "../../functions/dunning/case-store.ts";
import { parsePause, pauseItem } from "../../functions/dunning/pause-store.ts";
import { comparisonItem, parseComparison } from "../../functions/ingest/comparison.ts";
import { inboxEvent, markApplied, rawTextOf } from "../../functions/ingest/inbox.ts";
import { claimItem, loadClaim } from "../../functions/ingest/taken-account.ts";
import { messageItem, parseMessage } from "../../functions/messages/message-item.ts";
import { itemOf } from "../../functions/platform/aws/item-attributes.ts";
import type { Item } from "../../functions/platform/ports/store.ts";
import { isParked } from "../../functions/platform/trouble.ts";
import { laneItem, parseLane } from "../../functions/providers/lane.ts";
import { createRelease } from "../../functions/sweep/release.ts";
import { shardCountIn, shardsToRead } from "../../functions/sweep/shard-count.ts";
import { memoryStore } from "../../local/engine/memory-store.ts";
import { samplePolicy } from "./dunning/sample-case.ts";

const folder = join(import.meta.dirname, "../fixtures/stored");
const now = "2026-06-01T00:00:00.000Z";
const log = { info: () => {}, warn: () => {}, error: () => {} };

/** DynamoDB's JSON, in which bytes are base64. */
const attributeSchema: z.ZodMiniType<AttributeValue> = z.union([
  z.strictObject({ S: z.string() }),
  z.strictObject({ N: z.string() }),
  z.strictObject({ BOOL: z.boolean() }),
  z.strictObject({ NULL: z.literal(true) }),
  z.pipe(
    z.strictObject({ B: z.string() }),
    z.transform(({ B }) => ({ B: new Uint8Array(Buffer.from(B, "base64")) })),
  ),
  z.strictObject({ L: z.array(z.lazy(() => attributeSchema)) }),
  z.strictObject({
    M: z.record(
      z.string(),
      z.lazy(() => attributeSchema),
    ),
  }),
]);

function storedItem(version: string, file: string): Item {
  const text = readFileSync(join(folder, version, file), "utf8");
  return itemOf(z.record(z.string(), attributeSchema).parse(JSON.parse(text)));
}

const everyItem = readdirSync(folder).flatMap((version) =>
  readdirSync(join(folder, version)).map((file) => [version, file, storedItem(version, file)] as const),
);

const newestOf = (kind: string): string =>
  everyItem.reduce((newest, [version, , item]) => (item.kind === kind && version > newest ? version : newest), "");

/** What the newest version to change a kind has written. Applying an inbox item changes it, so what is written is another. */
const ofToday = everyItem.filter(([version, , { kind }]) => version === newestOf(kind) && kind !== "inbox");

/** Reads an item as its room does, and says what the room would write for the same content. */
async function writtenAnew(item: Item): Promise<Item | undefined> {
  switch (item.kind) {
    case "dunning":
      return caseItem(parseCase(item), item.rev, now, samplePolicy);
    case "message":
      return messageItem(parseMessage(item), item.rev);
    case "inbox":
      expect(JSON.parse(rawTextOf(inboxEvent(item)))).toMatchObject({ object: "event" });
      return markApplied(item, "applied", now);
    case "recipient":
      return recipientItem(parseRecipient(item), item.rev, now);
    case "account":
      return account(item);
    case "shard-count":
      return shardCount(item);
    case "alias":
      return resolved(item);
    case "subscription-pause":
      return pauseItem({ pause: parsePause(item) }, item.rev, now);
    case "provider-lane":
      return laneItem(item, parseLane(item), item.rev);
    case "comparison":
      return comparisonItem("stripe", parseComparison(item), item.rev);
    case "sending":
      return sendingItem(parseSending(item), item.rev);
    case "account-claim":
      return accountClaim(item);
    case "customer":
    case "subscription":
    case "invoice":
    case "card":
    case "payment":
    case "returned-money":
    case "payment-link": {
      const nobody = parseKnownCustomer(item.pk.replace("customer#", ""), []);
      return changedItems(nobody, parseKnownCustomer(nobody.customerId, [item]))[0];
    }
    default:
      throw new Error(`Nobody reads items of kind ${item.kind} here; add how its room does.`);
  }
}

/** Accounts are read from the store alone. */
async function account(item: Item): Promise<Item> {
  const state = memoryStore();
  await state.save({ ...item, rev: 0 });
  const accountId = item.pk.replace("account#", "");
  expect(await readAccount(state, accountId)).toEqual(item.body);
  return item;
}

/** A claim is read from the store alone. */
async function accountClaim(item: Item): Promise<Item | undefined> {
  const state = memoryStore();
  await state.save({ ...item, rev: 0 });
  const stored = await loadClaim(state, "stripe");
  return stored && claimItem("stripe", stored.claim, item.rev);
}

/** A count is written anew when a deployment has more shards. */
async function shardCount(item: Item): Promise<Item | undefined> {
  const inbox = memoryStore();
  await inbox.save({ ...item, rev: 0 });
  const shards = shardCountIn(item);
  expect(await shardsToRead({ name: "inbox", shards: shards + 1, store: inbox })).toBe(shards + 1);
  const written = await inbox.load(item);
  return written && { ...written, body: { ...written.body, shards } };
}

/** An alias of a provider says where its payer was kept; those of the product are not read any more. */
async function resolved(item: Item): Promise<Item | undefined> {
  const state = memoryStore();
  await state.save({ ...item, rev: 0 });
  const [, provider = "", ...id] = item.pk.split("#");
  const payer = { provider, providerCustomerId: id.join("#") };
  if (provider !== "product")
    expect((await formerPartitionOf(state, payer, undefined)) ?? payerIdOf(payer)).toBe(item.body["customerId"]);
  return { ...item, rev: 0 };
}

describe("an item that some version of Holdfast has written", () => {
  it.each(everyItem)("%s/%s is read, and written anew in its place", async (_version, _file, item) => {
    expect(await writtenAnew(item)).toMatchObject({ pk: item.pk, sk: item.sk, kind: item.kind });
  });

  it.each(ofToday)("%s/%s is of today: what was written is what is read", async (_version, _file, item) => {
    expect((await writtenAnew(item))?.body).toEqual(item.body);
  });

  it("is there of every kind", () => {
    const kinds = new Set(everyItem.map(([, , { kind }]) => kind));
    expect([...kinds].sort()).toEqual(
      [
        "account",
        "account-claim",
        "alias",
        "card",
        "comparison",
        "customer",
        "dunning",
        "inbox",
        "invoice",
        "message",
        "payment",
        "payment-link",
        "provider-lane",
        "recipient",
        "returned-money",
        "sending",
        "shard-count",
        "subscription",
        "subscription-pause",
      ].sort(),
    );
  });
});

it("an event parked before tries were kept beside the body is released like any other", async () => {
  const inbox = memoryStore();
  const parked = storedItem("v1", "inbox-parked.json");
  await inbox.save({ ...parked, rev: 0 });
  const release = createRelease({ inbox, state: memoryStore(), clock: { now: () => now }, log });
  expect(await release({ all: true, kind: "inbox" })).toEqual({ revived: 1, ids: ["evt_unreadable"] });
  const released = await inbox.load(parked);
  expect(released?.due).toMatchObject({ shard: expect.stringContaining("inbox#"), at: now });
  expect(released && isParked(released)).toBe(false);
  expect(released && inboxEvent(released)).toMatchObject({ state: "accepted" });
});
