import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dueShards, parkedDue } from "../../../functions/platform/due-shard.ts";
import { type Instant, instantOfMs, msBetween, msOf, plusMs } from "../../../functions/platform/instant.ts";
import type { Item } from "../../../functions/platform/ports/store.ts";
import {
  countTry,
  excuse,
  isOutOfTries,
  isParked,
  noteFailure,
  park,
  release,
  stillTroubled,
  type TriedItem,
} from "../../../functions/platform/trouble.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { now, thing } from "./item-of-test.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Every try an item gets, each begun when the one before was due again. */
function everyTry(item: Item): { readonly item: Item; readonly leasesMinutes: number[] } {
  const leasesMinutes: number[] = [];
  let current = item;
  let at = now;
  while (!isOutOfTries(current)) {
    current = countTry(current, "thing", at);
    const due = current.due?.at ?? at;
    leasesMinutes.push(msBetween(at, due) / minuteMs);
    at = due;
  }
  return { item: current, leasesMinutes };
}

describe("an item that is tried", () => {
  it("is leased for longer with every one of six tries", () => {
    const { item, leasesMinutes } = everyTry(thing("a"));
    expect(leasesMinutes).toEqual([2, 5, 15, 60, 240, 720]);
    expect(item.trouble).toMatchObject({ kind: "thing", tries: 6, since: now });
    expect(() => countTry(item, "thing", now)).toThrow(/park it/);
  });

  it("stays due after a failed try, remembers why, and keeps its body", () => {
    const tried = countTry(thing("a"), "thing", now);
    const failed = noteFailure(tried, "Stripe did not answer");
    const trouble = { ...tried.trouble, underWay: undefined, lastError: "Stripe did not answer" };
    expect(failed).toEqual({ ...tried, trouble });
    expect(countTry(failed, "thing", now).trouble).toMatchObject({ tries: 2, lastError: "Stripe did not answer" });
    expect(noteFailure(tried, "x".repeat(30_000)).trouble.lastError).toHaveLength(500);
  });

  it("lies where parked items are listed, never expires there, and has all its tries again once released", () => {
    const parked = park(countTry(thing("a", { expiresAt: now }), "thing", now), "cannot be read", now);
    expect(parked.expiresAt).toBeUndefined();
    expect(dueShards(parkedDue)).toContain(parked.due?.shard);
    expect(isParked(parked)).toBe(true);
    const later = plusMs(now, dayMs);
    const released = release(parked, later);
    expect(released).toEqual(thing("a", { due: { shard: thing("a").due?.shard ?? "", at: later } }));
    expect(everyTry(released).leasesMinutes).toHaveLength(6);
  });
});

describe("a try that failed for want of a setting", () => {
  it("does not count for 28 days, in which there are at most 700 tries", () => {
    let item: Item = thing("a");
    let at: Instant = now;
    let tries = 0;
    while (tries < 10_000) {
      const tried = countTry(item, "thing", at);
      const excused = excuse(tried, "the key is missing", at);
      if (excused === undefined) break;
      tries += 1;
      expect(excused.trouble).toMatchObject({ tries: 0, lastError: "the key is missing" });
      item = excused;
      at = excused.due?.at ?? at;
    }
    expect(msBetween(now, at)).toBe(28 * dayMs + 4 * minuteMs);
    expect(tries).toBeLessThan(700);
    expect(tries).toBeGreaterThan(28 * 24);
  });

  it("waits between two minutes and an hour, and never less than the item was to wait anyway", () => {
    fc.assert(
      fc.property(fc.nat(28 * 24 * 60 - 1), fc.nat(3 * 60), (troubledMinutes, dueMinutes) => {
        const at = plusMs(now, troubledMinutes * minuteMs);
        const due = { shard: thing("a").due?.shard ?? "", at: plusMs(at, dueMinutes * minuteMs) };
        const excused = excuse({ ...countTry(thing("a"), "thing", now), due }, "", at);
        const waitMinutes = msBetween(at, excused?.due?.at ?? "") / minuteMs;
        expect(waitMinutes).toBe(Math.max(dueMinutes, Math.min(60, Math.max(2, troubledMinutes))));
      }),
    );
  });
});

describe("stillTroubled", () => {
  const tried = (): TriedItem => countTry(countTry(thing("a"), "thing", now), "thing", now);

  it("keeps the count of an item that stays due, and its time", async () => {
    const store = memoryStore();
    await stillTroubled(store, tried()).save(thing("a"));
    expect(await store.load(thing("a"))).toMatchObject({ trouble: { tries: 2 }, due: tried().due });
  });

  it("lets a later time stand, forgets the count of what is due no more, and leaves others alone", async () => {
    const store = memoryStore();
    const through = stillTroubled(store, tried());
    const due = { shard: "thing#0", at: instantOfMs(msOf(now) + dayMs) };
    const saved = await through.save(thing("a", { due }));
    expect(saved.due).toEqual(due);
    await through.save({ ...saved, trouble: undefined, due: undefined });
    expect(await store.load(saved)).not.toHaveProperty("trouble");
    await through.save(thing("b"));
    expect(await store.load(thing("b"))).toEqual({ ...thing("b"), rev: 1 });
  });
});
