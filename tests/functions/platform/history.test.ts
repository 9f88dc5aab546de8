import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StaleRevisionError } from "../../../functions/platform/errors.ts";
import { historyKey, loadWherever, moveToHistory } from "../../../functions/platform/history.ts";
import { plusMs } from "../../../functions/platform/instant.ts";
import type { Store } from "../../../functions/platform/ports/store.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { now, thing } from "./item-of-test.ts";

const expiresAt = "2028-01-01T00:00:00.000Z";

describe("a settled item", () => {
  it("lies in history once it has moved, due no more and forgotten in its time, and is found from its place", async () => {
    const store = memoryStore();
    const item = await store.save(thing("a"));
    await moveToHistory(store, { item, kept: { said: "less" } }, expiresAt);
    expect(await store.load(item)).toBeUndefined();
    const moved = await loadWherever(store, item);
    expect(moved).toMatchObject({ ...historyKey(item), body: { said: "less" }, expiresAt });
    expect(moved).not.toHaveProperty("due");
  });

  it("stays where it is when somebody saved it since it was read", async () => {
    const store = memoryStore();
    const item = await store.save(thing("a"));
    const saved = await store.save({ ...item, body: { said: "news" } });
    await expect(moveToHistory(store, { item }, expiresAt)).rejects.toBeInstanceOf(StaleRevisionError);
    expect(await loadWherever(store, item)).toEqual(saved);
  });

  it("is never lost and never doubled, whatever its mover dies at and whoever saves it meanwhile", async () => {
    const act = fc.oneof(
      fc.record({ do: fc.constant("move" as const), diesAfter: fc.nat(5) }),
      fc.record({ do: fc.constant("save" as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
        const store = memoryStore();
        let said = "0";
        await store.save(thing("a", { body: { said } }));
        for (const [turn, one] of acts.entries()) {
          const found = await loadWherever(store, thing("a"));
          expect(found?.body).toEqual({ said });
          if (one.do === "save" && found?.pk === "a") {
            said = `${turn}`;
            await store.save({ ...found, body: { said }, due: { shard: "thing#0", at: plusMs(now, turn) } });
          }
          if (one.do === "move" && found?.pk === "a")
            await moveToHistory(dying(store, one.diesAfter), { item: found }, expiresAt).catch(() => {});
        }
        const left = await store.load(thing("a"));
        if (left !== undefined) await moveToHistory(store, { item: left }, expiresAt);
        expect(store.all().map(({ pk, body }) => ({ pk, body }))).toEqual([{ pk: "history#a", body: { said } }]);
      }),
      { numRuns: 300 },
    );
  });
});

/** Answers so many calls and none after. */
function dying(store: Store, calls: number): Store {
  let left = calls;
  const call = <T>(run: () => Promise<T>): Promise<T> => (left-- > 0 ? run() : Promise.reject(new Error("dead")));
  return {
    ...store,
    load: (key) => call(() => store.load(key)),
    save: (item) => call(() => store.save(item)),
    remove: (key, rev) => call(() => store.remove(key, rev)),
  };
}
