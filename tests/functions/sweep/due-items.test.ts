import { expect, it } from "vitest";
import { dueShard } from "../../../functions/platform/due-shard.ts";
import { plusMs } from "../../../functions/platform/instant.ts";
import { dueItems } from "../../../functions/sweep/due-items.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { now, thing } from "../platform/item-of-test.ts";

const shard = dueShard("thing", "a");
const place = (number: number) => `thing#${String(number).padStart(3, "0")}`;

/** A shard of this many items, all in one partition, due one after the other. */
async function filled(count: number) {
  const store = memoryStore();
  for (let number = 0; number < count; number += 1)
    await store.save(thing("a", { sk: place(number), due: { shard, at: plusMs(now, number - count) } }));
  return store;
}

it.each([0, 1, 25, 26, 300])("finds each of %i items that stay where they are, once and in order", async (count) => {
  const found: string[] = [];
  for await (const { sk } of dueItems(await filled(count), shard, now)) found.push(sk);
  expect(found).toEqual(Array.from({ length: count }, (_, number) => place(number)));
});

it("finds each of 300 items that are moved on as they are found", async () => {
  const store = await filled(300);
  const found: string[] = [];
  for await (const entry of dueItems(store, shard, now)) {
    found.push(entry.sk);
    const item = await store.load(entry);
    if (item !== undefined) await store.save({ ...item, due: { shard, at: plusMs(now, 1) } });
  }
  expect(found).toHaveLength(300);
});

it("reads no more of the index than it has to", async () => {
  const store = await filled(3);
  let reads = 0;
  const counted = {
    ...store,
    due: (...asked: Parameters<typeof store.due>) => store.due(...asked).finally(() => reads++),
  };
  for await (const item of dueItems(counted, shard, now)) expect(item.pk).toBe("a");
  expect(reads).toBe(1);
});
