import { describe, expect, it } from "vitest";
import { dueShard, dueShards } from "../../../functions/platform/due-shard.ts";

describe("the shards of the due index", () => {
  it("stay where they are: an item written today is found tomorrow", () => {
    expect(dueShard("case", "customer#stripe-cus_1")).toBe("case#3");
    expect(dueShard("message", "customer#stripe-cus_2")).toBe("message#6");
  });

  it("are all known to the sweep, each kind apart", () => {
    const shards = new Set(dueShards("message"));
    expect(shards.size).toBe(8);
    for (let id = 0; id < 500; id += 1) expect(shards).toContain(dueShard("message", `customer#${id}`));
    expect(shards).not.toContain(dueShard("inbox", "customer#1"));
  });

  it("fill evenly", () => {
    const counts = new Map<string, number>();
    for (let id = 0; id < 8_000; id += 1) {
      const shard = dueShard("case", `customer#stripe-cus_${id}`);
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});
