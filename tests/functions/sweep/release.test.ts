import { beforeEach, describe, expect, it } from "vitest";
import { accept, inboxEvent, inboxKey, markApplied } from "../../../functions/ingest/inbox.ts";
import { dueShard, dueShards } from "../../../functions/platform/due-shard.ts";
import { StaleRevisionError } from "../../../functions/platform/errors.ts";
import { countTry, isParked, park } from "../../../functions/platform/trouble.ts";
import { createRelease } from "../../../functions/sweep/release.ts";
import { type MemoryStore, memoryStore } from "../../../local/engine/memory-store.ts";
import { thing } from "../platform/item-of-test.ts";

const parkedAt = "2026-01-05T08:10:00.000Z";
const now = "2026-01-06T09:00:00.000Z";
const log = { info: () => {}, warn: () => {}, error: () => {} };
const clock = { now: () => now };

let inbox: MemoryStore;
let state: MemoryStore;
let release: ReturnType<typeof createRelease>;

const arrived = (eventId: string) =>
  accept(
    { provider: "stripe", eventId, eventType: "invoice.paid", occurredAt: parkedAt, raw: Buffer.from("{}") },
    parkedAt,
  );
const savePark = async (eventId: string) =>
  inbox.save(park(countTry(await inbox.save(arrived(eventId)), "inbox", parkedAt), "unreadable", parkedAt));
const stateOf = async (eventId: string) => {
  const item = await inbox.load(inboxKey("stripe", eventId));
  return item && (isParked(item) ? "parked" : inboxEvent(item).state);
};

beforeEach(() => {
  inbox = memoryStore();
  state = memoryStore();
  release = createRelease({ inbox, state, clock, log });
});

describe("release", () => {
  it("takes one parked event up again, due at once", async () => {
    await savePark("evt_1");
    await savePark("evt_2");

    expect(await release({ eventId: "evt_1", provider: "stripe" })).toEqual({ revived: 1, ids: ["evt_1"] });

    expect(await inbox.load(inboxKey("stripe", "evt_1"))).toMatchObject({ due: { at: now } });
    expect(await inbox.load(inboxKey("stripe", "evt_1"))).not.toHaveProperty("trouble");
    expect(await stateOf("evt_1")).toBe("accepted");
    expect(await stateOf("evt_2")).toBe("parked");
  });

  it("takes all parked events up again, and none twice", async () => {
    const ids = Array.from({ length: 40 }, (_, number) => `evt_${number}`);
    for (const id of ids) await savePark(id);
    await inbox.save(arrived("evt_waiting"));

    const { revived, ids: revivedIds } = await release({ all: true });

    expect(revived).toBe(40);
    expect(revivedIds.toSorted()).toEqual(ids.toSorted());
    expect(await release({ all: true })).toEqual({ revived: 0, ids: [] });
    const listed = await Promise.all(dueShards("parked").map((shard) => inbox.due(shard, now, 100)));
    expect(listed.flat()).toEqual([]);
  });

  it("passes over an event that somebody else has taken up meanwhile", async () => {
    await savePark("evt_1");
    const busy = { ...inbox, save: () => Promise.reject(new StaleRevisionError("saved by another")) };

    expect(await createRelease({ inbox: busy, state, clock, log })({ all: true })).toEqual({ revived: 0, ids: [] });
  });

  it("passes over what the index still lists but is parked no more", async () => {
    const parked = await savePark("evt_1");
    await release({ eventId: "evt_1" });
    const [shard = ""] = dueShards("parked");
    const lagging = {
      ...inbox,
      due: async (asked: string) => (asked === shard ? [{ pk: parked.pk, sk: parked.sk, at: now }] : []),
    };

    expect(await createRelease({ inbox: lagging, state, clock, log })({ all: true })).toEqual({ revived: 0, ids: [] });
  });

  it("takes up items of the other table by their place, or all of one kind", async () => {
    const save = async (kind: string, pk: string) =>
      state.save(park(countTry(await state.save(thing(pk)), kind, parkedAt), "in vain", parkedAt));
    for (const pk of ["a", "b"]) await save("case", pk);
    await save("message", "c");
    await savePark("evt_1");

    expect(await release({ pk: "a", sk: "thing" })).toEqual({ revived: 1, ids: ["a / thing"] });
    expect(await release({ all: true, kind: "case" })).toEqual({ revived: 1, ids: ["b / thing"] });
    expect(await state.load(thing("a"))).toMatchObject({ due: { shard: dueShard("case", "a"), at: now } });
    expect((await release({ all: true })).ids.toSorted()).toEqual(["c / thing", "evt_1"]);
  });

  it("names a place where nothing is, or nothing that is parked", async () => {
    await state.save(thing("a"));
    await expect(release({ pk: "a", sk: "thing" })).rejects.toThrow(/a \/ thing is not parked/);
    await expect(release({ pk: "b", sk: "thing" })).rejects.toThrow(/Neither table has an item b \/ thing/);
  });

  it("names an event it does not know, or that is not parked", async () => {
    await inbox.save(markApplied(await inbox.save(arrived("evt_done")), "applied", now));

    await expect(release({ eventId: "evt_gone" })).rejects.toThrow(/no event evt_gone of stripe/);
    await expect(release({ eventId: "evt_done" })).rejects.toThrow(/evt_done is applied/);
    expect(await stateOf("evt_done")).toBe("applied");
  });

  it.each([
    undefined,
    null,
    {},
    { all: false },
    { eventId: "" },
    { eventId: 7 },
    "evt_1",
    { all: true, eventId: "evt_1" },
  ])("says what it takes when asked with %j", async (input) => {
    await expect(release(input)).rejects.toThrow(/"eventId".*"all": true/);
  });
});
