import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accept,
  countTry,
  hasTriesLeft,
  inboxEvent,
  inboxKey,
  markApplied,
  noteFailure,
  park,
  rawTextOf,
  revive,
} from "../../../functions/ingest/inbox.ts";
import { dueShards } from "../../../functions/platform/due-shard.ts";
import { msBetween, plusMs } from "../../../functions/platform/instant.ts";
import type { Item } from "../../../functions/platform/ports/store.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";

const now = "2026-01-05T08:10:00.000Z";
const minuteMs = 60_000;
const raw = Buffer.from('{"id":"evt_1"}');
const accepted = accept(
  { provider: "stripe", eventId: "evt_1", eventType: "invoice.paid", occurredAt: "2026-01-05T08:09:00.000Z", raw },
  now,
);
const shardKind = ({ due }: Item) => due?.shard.split("#")[0];

/** Every attempt an event gets, each begun when the one before was due again. */
function everyTry(item: Item): { readonly item: Item; readonly leasesMinutes: number[] } {
  const leasesMinutes: number[] = [];
  let current = item;
  let at = now;
  while (hasTriesLeft(current)) {
    current = countTry(current, at);
    const due = current.due?.at ?? at;
    leasesMinutes.push(msBetween(at, due) / minuteMs);
    at = due;
  }
  return { item: current, leasesMinutes };
}

describe("an event in the inbox", () => {
  it("comes back from a store as it went in", async () => {
    const store = memoryStore();
    await store.save(accepted);

    const loaded = await store.load(inboxKey("stripe", "evt_1"));

    expect(loaded && inboxEvent(loaded)).toMatchObject({ eventId: "evt_1", state: "accepted", tries: 0 });
    expect(loaded && rawTextOf(inboxEvent(loaded))).toBe('{"id":"evt_1"}');
  });

  it("is compressed with the first try, and reads the same before and after", () => {
    const long = accept(
      { ...inboxEvent(accepted), raw: Buffer.from(JSON.stringify({ id: "evt_1", text: "abc ".repeat(5000) })) },
      now,
    );
    const tried = countTry(long, now);
    expect(rawTextOf(inboxEvent(tried))).toBe(rawTextOf(inboxEvent(long)));
    expect(inboxEvent(tried).raw.length).toBeLessThan(1000);
    expect(inboxEvent(countTry(tried, now)).raw).toEqual(inboxEvent(tried).raw);
  });

  it("is compressed at once from 100 KB on, far below what an item holds", () => {
    const sized = (bytes: number) => accept({ ...inboxEvent(accepted), raw: Buffer.alloc(bytes, "a") }, now);
    expect([100_000, 100_001].map((bytes) => inboxEvent(sized(bytes)).compressed)).toEqual([false, true]);
  });

  it("is compressed at once when an item would not hold it as text", async () => {
    const large = JSON.stringify({ id: "evt_1", text: "abc ".repeat(250_000) });
    const item = await memoryStore().save(accept({ ...inboxEvent(accepted), raw: Buffer.from(large) }, now));
    expect(rawTextOf(inboxEvent(item))).toBe(large);
  });

  it("is due in two minutes, under its own kind, and kept for ninety days", () => {
    expect(accepted.due?.at).toBe("2026-01-05T08:12:00.000Z");
    expect(dueShards("inbox")).toContain(accepted.due?.shard);
    expect(accepted.expiresAt).toBe("2026-04-05T08:10:00.000Z");
  });

  it("is leased for longer with every one of six tries", () => {
    const { item, leasesMinutes } = everyTry(accepted);
    expect(leasesMinutes).toEqual([2, 5, 15, 60, 240, 720]);
    expect(inboxEvent(item).tries).toBe(6);
    expect(() => countTry(item, now)).toThrow(/park it/);
  });

  it("stays due after a failed try, and remembers why", () => {
    const tried = countTry(accepted, now);
    const failed = noteFailure(tried, "Stripe did not answer");
    expect(failed.due).toEqual(tried.due);
    expect(inboxEvent(failed)).toMatchObject({ state: "accepted", tries: 1, lastError: "Stripe did not answer" });
  });

  it.each(["applied", "ignored"] as const)("is due no more once it is %s, but still kept", (state) => {
    const done = markApplied(noteFailure(countTry(accepted, now), "once"), state);
    expect(done.due).toBeUndefined();
    expect(done.expiresAt).toBe(accepted.expiresAt);
    expect(inboxEvent(done)).toMatchObject({ state, lastError: undefined });
  });

  it("never expires while it is parked, and lies where parked events are listed", () => {
    const parked = park(everyTry(accepted).item, "cannot be read", now);
    expect(parked.expiresAt).toBeUndefined();
    expect(dueShards("parked")).toContain(parked.due?.shard);
    expect(inboxEvent(parked)).toMatchObject({ state: "parked", lastError: "cannot be read" });
  });

  it("has all its tries again, at once, when it is revived", () => {
    const later = plusMs(now, 100 * 24 * 60 * minuteMs);
    const revived = revive(park(everyTry(accepted).item, "cannot be read", now), later);
    expect(shardKind(revived)).toBe("inbox");
    expect(revived.due?.at).toBe(later);
    expect(revived.expiresAt && revived.expiresAt > later).toBe(true);
    expect(everyTry(revived).leasesMinutes).toHaveLength(6);
    expect(rawTextOf(inboxEvent(revived))).toBe('{"id":"evt_1"}');
  });

  it("keeps its revision through every change, so that only one of two savers wins", () => {
    const steps = [
      (item: Item) => countTry(item, now),
      (item: Item) => noteFailure(item, "x"),
      (item: Item) => markApplied(item, "applied"),
      (item: Item) => park(item, "x", now),
      (item: Item) => revive(item, now),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...steps), fc.nat(), (step, rev) => {
        const { pk, sk, kind, rev: after } = step({ ...accepted, rev });
        expect({ pk, sk, kind, rev: after }).toEqual({ ...inboxKey("stripe", "evt_1"), kind: "inbox", rev });
      }),
    );
  });

  it("is refused by name when the item holds something else", () => {
    expect(() => inboxEvent({ ...accepted, body: { ...accepted.body, raw: 7, tries: "1" } })).toThrow(
      /event#stripe#evt_1 is not an inbox event.*raw.*tries/,
    );
  });
});
