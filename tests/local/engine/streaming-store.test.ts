import type { DynamoDBRecord } from "aws-lambda";
import { expect, it } from "vitest";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { streamingStore } from "../../../local/engine/streaming-store.ts";
import { storeContract } from "../../functions/platform/store-contract.ts";

const anyStore = streamingStore(memoryStore(), () => {});
storeContract("memory with a stream", () => anyStore);

const item = { pk: "stripe", sk: "evt_1", rev: 0, kind: "event", body: {} };

it("hands on each creation once, with its keys, after it is stored, and no other save", async () => {
  const records: DynamoDBRecord[] = [];
  const store = streamingStore(memoryStore(), (record) => records.push(record));
  const created = await store.save(item);
  await store.save(created);
  await store.save(item).catch(() => undefined);
  expect(records.map(({ eventName, dynamodb }) => [eventName, dynamodb?.Keys])).toEqual([
    ["INSERT", { pk: { S: "stripe" }, sk: { S: "evt_1" } }],
  ]);
});

it("has stored the item when it hands it on", async () => {
  const inner = memoryStore();
  let found: unknown;
  const store = streamingStore(inner, () => {
    found = inner.all();
  });
  await store.save(item);
  expect(found).toEqual([{ ...item, rev: 1 }]);
});
