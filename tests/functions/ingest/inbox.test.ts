import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accept, inboxEvent, inboxKey, inboxShards, markApplied, rawTextOf } from "../../../functions/ingest/inbox.ts";
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

  it("reads the same before and after it is applied, also where an earlier version packed it itself", () => {
    const text = JSON.stringify({ id: "evt_1", text: "abc ".repeat(5000) });
    const arrived = accept({ ...inboxEvent(accepted), raw: Buffer.from(text) }, now);
    const earlier = { ...arrived, v: 2, body: { ...arrived.body, raw: gzipSync(text), compressed: true } };
    for (const item of [arrived, earlier, { ...earlier, body: { ...arrived.body, compressed: false } }]) {
      expect(rawTextOf(inboxEvent(item))).toBe(text);
      expect(rawTextOf(inboxEvent(markApplied(item, "applied", now)))).toBe(text);
    }
  });

  it("is kept when an item would not hold it as text", async () => {
    const large = JSON.stringify({ id: "evt_1", text: "abc ".repeat(250_000) });
    const item = await memoryStore().save(accept({ ...inboxEvent(accepted), raw: Buffer.from(large) }, now));
    expect(rawTextOf(inboxEvent(item))).toBe(large);
  });

  it("is due in two minutes, under its own kind, and kept for ninety days", () => {
    expect(accepted.due?.at).toBe("2026-01-05T08:12:00.000Z");
    expect(dueShards("inbox", inboxShards)).toContain(accepted.due?.shard);
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
    expect(released).toMatchObject({ due: { at: later } });
    expect(dueShards("inbox", inboxShards)).toContain(released.due?.shard);
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
