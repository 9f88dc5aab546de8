import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ItemTooLargeError, StaleRevisionError, TerminalError } from "../../../functions/platform/errors.ts";
import { instantOfMs } from "../../../functions/platform/instant.ts";
import type { DueEntry, Item, Store } from "../../../functions/platform/ports/store.ts";

let partitions = 0;
const newPartition = () => `partition-${++partitions}`;
const newItem = (item: Partial<Item> = {}): Item => ({
  pk: newPartition(),
  sk: "profile",
  rev: 0,
  kind: "customer",
  body: { name: "Zoë" },
  ...item,
});
const marksOf = (item: Item | undefined): unknown[] => (Array.isArray(item?.body["marks"]) ? item.body["marks"] : []);
const bytesOf = (item: Item | undefined): Uint8Array =>
  item?.body["raw"] instanceof Uint8Array ? Uint8Array.from(item.body["raw"]) : Uint8Array.of();
const at = (minute: number) => instantOfMs(Date.UTC(2026, 0, 5) + minute * 60_000);

/** What every store must do, whatever it keeps its items in. `store` is asked for once the suite runs. */
export function storeContract(name: string, store: () => Store): void {
  describe(`${name}: one item`, () => {
    it("is not there before it is saved", async () => {
      expect(await store().load(newItem())).toBeUndefined();
    });

    it("comes back as it was saved, with its new revision", async () => {
      const item = newItem({
        body: { text: "Zoë\r\n<b>😀", amount: -4900.5, none: null, yes: true, list: [1, { deep: [] }], empty: "" },
        due: { shard: "sweep#3", at: at(10) },
        expiresAt: "2026-04-05T00:00:00.000Z",
      });
      expect(await store().save(item)).toEqual({ ...item, rev: 1 });
      expect(await store().load(item)).toEqual({ ...item, rev: 1 });
    });

    it("keeps the version of its shape and its trouble beside its body, and forgets trouble it is saved without", async () => {
      const trouble = { kind: "case", tries: 2, since: at(3), lastError: "no answer" };
      const item = newItem({ v: 2, trouble });
      const saved = await store().save(item);
      expect(await store().load(item)).toEqual({ ...item, rev: 1 });
      await store().save({ ...saved, trouble: undefined });
      expect(await store().load(item)).not.toHaveProperty("trouble");
    });

    it("keeps bytes", async () => {
      const item = newItem({ body: { raw: new Uint8Array([0, 255, 10, 13]) } });
      await store().save(item);
      expect(bytesOf(await store().load(item))).toEqual(item.body["raw"]);
    });

    it("forgets undefined values, as JSON does", async () => {
      const item = newItem({ body: { email: undefined, nested: { phone: undefined } }, due: undefined });
      await store().save(item);
      expect(Object.keys((await store().load(item))?.body ?? {})).toEqual(["nested"]);
      expect((await store().load(item))?.body["nested"]).toStrictEqual({});
    });

    it("never forgets it sooner than asked when the time to live has milliseconds", async () => {
      const item = newItem({ expiresAt: "2026-04-05T00:00:00.001Z" });
      await store().save(item);
      expect((await store().load(item))?.expiresAt).toBe("2026-04-05T00:00:01.000Z");
    });

    it("is replaced as a whole by the next save", async () => {
      const first = await store().save(newItem({ body: { a: 1, b: 2 }, due: { shard: newPartition(), at: at(0) } }));
      await store().save({ ...first, body: { b: 3 }, due: undefined });
      const loaded = await store().load(first);
      expect(loaded).toMatchObject({ rev: 2, body: { b: 3 } });
      expect(loaded?.body).not.toHaveProperty("a");
      expect(loaded?.due).toBeUndefined();
    });

    it("is kept apart from items whose keys could be confused with its own", async () => {
      const pk = newPartition();
      await store().save(newItem({ pk, sk: "a / b" }));
      expect(await store().load({ pk: `${pk} / a`, sk: "b" })).toBeUndefined();
      expect(await store().query(`${pk} / a`)).toEqual([]);
    });

    it("does not change when what was saved or loaded is changed afterwards", async () => {
      const body = { marks: ["saved"], raw: new Uint8Array([1]) };
      const item = newItem({ body });
      await store().save(item);
      body.marks.push("later");
      body.raw[0] = 9;
      const loaded = await store().load(item);
      marksOf(loaded).push("on the copy");
      const again = await store().load(item);
      expect(marksOf(again)).toEqual(["saved"]);
      expect(Array.from(bytesOf(again))).toEqual([1]);
    });

    it("keeps bytes that fit once they are packed, up to 1 MiB", async () => {
      const raw = new TextEncoder().encode('{"id":"evt_1","text":"abc"}'.repeat(38_836));
      const item = newItem({ body: { raw, short: new Uint8Array([1, 2]) } });
      expect(raw.byteLength).toBeGreaterThan(1024 * 1023);
      await store().save(item);
      const loaded = await store().load(item);
      expect(Buffer.compare(bytesOf(loaded), raw)).toBe(0);
      expect(loaded?.body["short"]).toEqual(new Uint8Array([1, 2]));
    });

    it("is refused over 400 KB, naming it", async () => {
      const item = newItem({ body: { text: "x".repeat(410 * 1024) } });
      const refusal = await store()
        .save(item)
        .catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(ItemTooLargeError);
      expect(refusal).toBeInstanceOf(TerminalError);
      expect(String(refusal)).toMatch(new RegExp(`${item.pk}.*400 KB`));
      expect(await store().load(item)).toBeUndefined();
    });
  });

  describe(`${name}: revisions`, () => {
    it.each([
      ["a second creation", 0, 1],
      ["a save from an older revision", 1, 2],
      ["a save from a revision that does not exist yet", 5, 1],
    ])("refuses %s", async (_, rev, stored) => {
      let item = newItem({ body: { by: "first" } });
      for (let saves = 0; saves < stored; saves++) item = await store().save(item);
      await expect(store().save({ ...item, rev, body: { by: "second" } })).rejects.toBeInstanceOf(StaleRevisionError);
      expect(await store().load(item)).toMatchObject({ rev: stored, body: { by: "first" } });
    });

    it("refuses to save a later revision of an item that is not there", async () => {
      const item = newItem({ rev: 3 });
      await expect(store().save(item)).rejects.toBeInstanceOf(StaleRevisionError);
      expect(await store().load(item)).toBeUndefined();
    });

    it("lets one of fifty simultaneous creations win, even if all are equal", async () => {
      const item = newItem();
      const saves = await Promise.allSettled(Array.from({ length: 50 }, () => store().save(item)));
      expect(saves.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      for (const save of saves) if (save.status === "rejected") expect(save.reason).toBeInstanceOf(StaleRevisionError);
    });

    it("never loses an update, however several writers' loads and saves interleave", async () => {
      const step = fc.record({ writer: fc.nat({ max: 3 }), act: fc.constantFrom("load" as const, "save" as const) });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
          const item = newItem({ body: { marks: [] } });
          const inHand = new Map<number, Item>();
          const saved: string[] = [];
          for (const [index, { writer, act }] of steps.entries()) {
            const mine = inHand.get(writer) ?? item;
            if (act === "load") inHand.set(writer, (await store().load(item)) ?? item);
            else if (await saves(store(), { ...mine, body: { marks: [...marksOf(mine), `${writer}-${index}`] } }))
              saved.push(`${writer}-${index}`);
          }
          const end = await store().load(item);
          expect(marksOf(end)).toEqual(saved);
          expect(end?.rev ?? 0).toBe(saved.length);
        }),
        { numRuns: 60 },
      );
    });

    it("keeps every mark of writers that load and save again until they succeed", async () => {
      const item = newItem({ body: { marks: [] } });
      const write = async (mark: number): Promise<void> => {
        const current = (await store().load(item)) ?? item;
        if (!(await saves(store(), { ...current, body: { marks: [...marksOf(current), mark] } }))) await write(mark);
      };
      await Promise.all(Array.from({ length: 12 }, (_, mark) => write(mark)));
      expect(marksOf(await store().load(item)).toSorted()).toEqual(Array.from({ length: 12 }, (_, n) => n).toSorted());
    });
  });

  describe(`${name}: remove`, () => {
    it("takes an item away from its partition and from what is due, and lets it be created again", async () => {
      const shard = newPartition();
      const saved = await store().save(newItem({ due: { shard, at: at(1) } }));
      await store().remove(saved, 1);
      expect(await store().load(saved)).toBeUndefined();
      expect(await store().query(saved.pk)).toEqual([]);
      expect(await store().due(shard, at(9), 9)).toEqual([]);
      expect(await store().save({ ...saved, rev: 0 })).toMatchObject({ rev: 1 });
    });

    it("is no failure when the item is gone already", async () => {
      const item = newItem();
      await store().remove(item, 3);
      const saved = await store().save(item);
      await store().remove(saved, 1);
      await store().remove(saved, 1);
      expect(await store().load(item)).toBeUndefined();
    });

    it("leaves an item that was saved since it was read", async () => {
      const read = await store().save(newItem({ body: { by: "first" } }));
      await store().save({ ...read, body: { by: "second" } });
      await expect(store().remove(read, read.rev)).rejects.toBeInstanceOf(StaleRevisionError);
      expect(await store().load(read)).toMatchObject({ rev: 2, body: { by: "second" } });
    });

    it("makes a save of what was removed stale", async () => {
      const read = await store().save(newItem());
      await store().remove(read, read.rev);
      await expect(store().save(read)).rejects.toBeInstanceOf(StaleRevisionError);
      expect(await store().load(read)).toBeUndefined();
    });
  });

  describe(`${name}: query`, () => {
    it("returns what begins with a prefix, which may hold anything", async () => {
      const pk = newPartition();
      for (const sk of ["case#1", "case#2", "card#1", "cas", "case", "cat#%_"]) await store().save(newItem({ pk, sk }));
      expect((await store().query(pk, "case")).map(({ sk }) => sk)).toEqual(["case", "case#1", "case#2"]);
      expect((await store().query(pk, "cat#%")).map(({ sk }) => sk)).toEqual(["cat#%_"]);
      expect(await store().query(pk, "dog")).toEqual([]);
    });

    it("returns the items of one partition in order of their place", async () => {
      const pk = newPartition();
      for (const sk of ["b", "a#10", "a", "B"]) await store().save(newItem({ pk, sk }));
      await store().save(newItem());
      expect((await store().query(pk)).map(({ sk }) => sk)).toEqual(["B", "a", "a#10", "b"]);
      expect(await store().query(newPartition())).toEqual([]);
    });

    it("returns more than one page holds", async () => {
      const pk = newPartition();
      const text = "x".repeat(300 * 1024);
      for (let place = 0; place < 8; place++) await store().save(newItem({ pk, sk: `${place}`, body: { text } }));
      expect((await store().query(pk)).map(({ sk }) => sk)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7"]);
    });
  });

  describe(`${name}: due`, () => {
    it("holds exactly what is due, through saves that set, move and remove it", async () => {
      const change = fc.record({
        item: fc.nat({ max: 4 }),
        shard: fc.nat({ max: 1 }),
        minute: fc.option(fc.nat({ max: 9 })),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(change, { maxLength: 20 }), fc.nat({ max: 9 }), async (changes, until) => {
          const pk = newPartition();
          const known = new Map<number, Item>();
          for (const { item, shard, minute } of changes) {
            const due = minute === null ? undefined : { shard: `${pk}#${shard}`, at: at(minute) };
            known.set(item, await store().save({ ...(known.get(item) ?? newItem({ pk, sk: `${item}` })), due }));
          }
          for (const shard of [`${pk}#0`, `${pk}#1`]) {
            const expected = [...known.values()].filter(({ due }) => due?.shard === shard && due.at <= at(until));
            const found = await store().due(shard, at(until), 100);
            const entries = expected.map(({ pk: inPk, sk, due }) => ({ pk: inPk, sk, at: due?.at }));
            expect(new Set(found)).toEqual(new Set(entries));
            expect(found.map((entry) => entry.at)).toEqual(entries.map((entry) => entry.at).toSorted());
          }
        }),
        { numRuns: 60 },
      );
    });

    it("returns the earliest up to the limit", async () => {
      const shard = newPartition();
      for (const minute of [5, 1, 4, 2, 3]) await store().save(newItem({ due: { shard, at: at(minute) } }));
      expect((await store().due(shard, at(4), 3)).map((entry) => entry.at)).toEqual([at(1), at(2), at(3)]);
    });

    it("goes on behind an entry, each entry once, wherever the items seen have gone meanwhile", async () => {
      const entries = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 12 });
      const fate = fc.constantFrom("stays", "is no longer due", "is due later", "is gone");
      await fc.assert(
        fc.asyncProperty(entries, fc.integer({ min: 1, max: 5 }), fc.array(fate), async (minutes, limit, fates) => {
          const shard = newPartition();
          const saved = await Promise.all(
            minutes.map((minute) => store().save(newItem({ due: { shard, at: at(minute) } }))),
          );
          const seen: string[] = [];
          for (let last: DueEntry | undefined; ; ) {
            const page: DueEntry[] = await store().due(shard, at(3), limit, last);
            for (const { pk, sk } of page) {
              const [item] = saved.filter((one) => one.pk === pk && one.sk === sk);
              if (item === undefined) throw new Error("It was never saved.");
              const becomes = fates[seen.push(pk)];
              if (becomes === "is no longer due") await store().save({ ...item, due: undefined });
              if (becomes === "is due later") await store().save({ ...item, due: { shard, at: at(9) } });
              if (becomes === "is gone") await store().remove(item, item.rev);
            }
            last = page.at(-1);
            if (last === undefined) break;
          }
          expect(seen.toSorted()).toEqual(saved.map(({ pk }) => pk).toSorted());
        }),
        { numRuns: 40 },
      );
    });

    it("returns more than one page holds", async () => {
      const shard = newPartition();
      const body = { text: "x".repeat(300 * 1024) };
      for (let minute = 0; minute < 8; minute++) await store().save(newItem({ body, due: { shard, at: at(minute) } }));
      expect(await store().due(shard, at(9), 7)).toHaveLength(7);
      expect(await store().due(shard, at(9), 100)).toHaveLength(8);
    });
  });
}

async function saves(store: Store, item: Item): Promise<boolean> {
  try {
    await store.save(item);
    return true;
  } catch (error) {
    if (error instanceof StaleRevisionError) return false;
    throw error;
  }
}
