import { dueShard } from "../../../functions/platform/due-shard.ts";
import type { Item } from "../../../functions/platform/ports/store.ts";

export const now = "2026-01-05T08:10:00.000Z";

/** An item of a kind that exists in tests only, due at `now` as `thing`. */
export const thing = (pk: string, changes: Partial<Item> = {}): Item => ({
  ...{ pk, sk: "thing", rev: 0, kind: "thing", body: { said: "nothing" } },
  due: { shard: dueShard("thing", pk), at: now },
  ...changes,
});
