import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accept, inboxEvent, inboxKey, markApplied, rawTextOf } from "../../../functions/ingest/inbox.ts";
import { dueShards } from "../../../functions/platform/due-shard.ts";
import { plusMs } from "../../../functions/platform/instant.ts";
import { countTry, noteFailure, park, release } from "../../../functions/platform/trouble.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";

const now = "2026-01-05T08:10:00.000Z";
const raw = Buffer.from('{"id":"evt_1"}');
const accepted = accept(
  { provider: "stripe", eventId: "evt_1", eventType: "invoice.paid", occurredAt: "2026-01-05T08:09:00.000Z", raw },
  now,
);
describe("an event in the inbox", () => {
  it("comes back from a store as it went in", async () => {
    const store = memoryStore();
    await store.save(accepted);

    const loaded = await store.load(inboxKey("stripe", "evt_1"));

    expect(loaded && inboxEvent(loaded)).toMatchObject({ eventId: "evt_1", state: "accepted" });
    expect(loaded && rawTextOf(inboxEvent(loaded))).toBe('{"id":"evt_1"}');
  });

  it("is compressed once it is applied, and reads the same before and after", () => {
    const long = accept(
      { ...inboxEvent(accepted), raw: Buffer.from(JSON.stringify({ id: "evt_1", text: "abc ".repeat(5000) })) },
      now,
    );
    const applied = markApplied(long, "applied", now);
    expect(rawTextOf(inboxEvent(applied))).toBe(rawTextOf(inboxEvent(long)));
    expect(inboxEvent(applied).raw.length).toBeLessThan(1000);
    expect(inboxEvent(markApplied(applied, "applied", now)).raw).toEqual(inboxEvent(applied).raw);
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

  it.each(["applied", "ignored"] as const)("is due no more once it is %s, but still kept", (state) => {
    const done = markApplied(noteFailure(countTry(accepted, "inbox", now), "once"), state, now);
    expect(done.due).toBeUndefined();
    expect(done.trouble).toBeUndefined();
    expect(done.expiresAt).toBe(accepted.expiresAt);
    expect(inboxEvent(done)).toMatchObject({ state });
  });

  it("never expires while it is parked, and has its ninety days again once it is released and applied", () => {
    const parked = park(countTry(accepted, "inbox", now), "cannot be read", now);
    expect(parked.expiresAt).toBeUndefined();
    const later = plusMs(now, 100 * 24 * 60 * 60_000);
    const released = release(parked, later);
    expect(released).toMatchObject({ due: { shard: accepted.due?.shard, at: later } });
    expect(rawTextOf(inboxEvent(released))).toBe('{"id":"evt_1"}');
    expect(markApplied(released, "applied", later).expiresAt).toBe(plusMs(later, 90 * 24 * 60 * 60_000));
  });

  it("keeps its revision when it is applied, so that only one of two savers wins", () => {
    fc.assert(
      fc.property(fc.nat(), (rev) => {
        const { pk, sk, kind, rev: after } = markApplied({ ...accepted, rev }, "applied", now);
        expect({ pk, sk, kind, rev: after }).toEqual({ ...inboxKey("stripe", "evt_1"), kind: "inbox", rev });
      }),
    );
  });

  it("is refused by name when the item holds something else", () => {
    expect(() => inboxEvent({ ...accepted, body: { ...accepted.body, raw: 7, receivedAt: 1 } })).toThrow(
      /event#stripe#evt_1 .* is not of kind inbox.*receivedAt.*raw/,
    );
  });
});
