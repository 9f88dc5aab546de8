import { describe, expect, it } from "vitest";
import type { DueKind } from "../../../functions/platform/due-kind.ts";
import {
  ConfigurationError,
  NotYetError,
  RetryableError,
  StaleRevisionError,
  TerminalError,
} from "../../../functions/platform/errors.ts";
import { plusMs } from "../../../functions/platform/instant.ts";
import type { Item, Store } from "../../../functions/platform/ports/store.ts";
import { takeUp } from "../../../functions/platform/take-up.ts";
import { countTry, isParked } from "../../../functions/platform/trouble.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { now, thing } from "./item-of-test.ts";

/** One item, taken up whenever it is due, by a kind that a test describes. */
async function taking(
  kind: Partial<DueKind> & Pick<DueKind, "take">,
  wrap: (store: Store) => Store = (store) => store,
) {
  const table = memoryStore();
  const store = wrap(table);
  let at = now;
  const logged: [level: string, event: string, facts: object][] = [];
  const write = (level: string) => (event: string, facts: object) => void logged.push([level, event, facts]);
  const log = { info: write("info"), warn: write("warn"), error: write("error") };
  await table.save(thing("a"));
  const item = async (): Promise<Item> => {
    const found = await table.load(thing("a"));
    if (found === undefined) throw new Error("The item is gone.");
    return found;
  };
  const once = async () => {
    const found = await item();
    at = found.due?.at ?? at;
    return takeUp({ clock: { now: () => at }, log }, { name: "thing", store, ...kind }, found);
  };
  return { table, store, item, once, logged };
}

const fails = (error: Error) => ({ take: () => Promise.reject(error) });

describe("taking up", () => {
  it("counts the try before it begins, and whoever saves the item forgets it", async () => {
    const { table, item, once } = await taking({
      take: async (tried) => {
        expect(await item()).toMatchObject({ trouble: { tries: 1 }, due: { at: plusMs(now, 120_000) } });
        await table.save(thing("a", { rev: tried.rev, due: undefined }));
      },
    });
    expect(await once()).toBe("done");
    expect(await item()).not.toHaveProperty("trouble");
  });

  it("counts no try that found no turn at a service, and tells of no failure", async () => {
    const { item, once, logged } = await taking(fails(new NotYetError("others' turn", { from: now, until: now })));
    for (let tries = 1; tries <= 20; tries += 1) expect(await once()).toBe("failed");
    expect(await item()).toMatchObject({ trouble: { tries: 0 }, due: { shard: expect.stringMatching(/^thing#/) } });
    expect(new Set(logged.map(([level, event]) => `${level} ${event}`))).toEqual(new Set(["info put-off"]));
  });

  it("tries what does not answer six times, then parks it with a line that names its place", async () => {
    const { item, once, logged } = await taking(fails(new RetryableError("no answer")));
    for (let tries = 1; tries <= 5; tries += 1) expect(await once()).toBe("failed");
    expect(isParked(await item())).toBe(false);
    expect(await once()).toBe("settled");
    expect(await item()).toMatchObject({ body: { said: "nothing" }, trouble: { tries: 6, lastError: "no answer" } });
    expect(isParked(await item())).toBe(true);
    const facts = { kind: "thing", pk: "a", sk: "thing", tries: 6, reason: "no answer" };
    expect(logged.map(([, event]) => event)).toEqual([...Array(5).fill("sweep-failed"), "item-parked"]);
    expect(logged.at(-1)).toEqual(["error", "item-parked", facts]);
  });

  it("tries what kills its process six times, then parks it untried", async () => {
    let alive = true;
    let takes = 0;
    const dies = (store: Store): Store => ({
      ...store,
      load: (key) => (alive ? store.load(key) : Promise.reject(new Error("dead"))),
    });
    const { item, once } = await taking(
      {
        take: () => {
          alive = false;
          takes += 1;
          return Promise.reject(new Error("dead"));
        },
      },
      dies,
    );
    for (let tries = 1; tries <= 6; tries += 1) {
      await expect(once()).rejects.toThrow("dead");
      alive = true;
    }
    expect(await once()).toBe("settled");
    expect(takes).toBe(6);
    expect(await item()).toMatchObject({ trouble: { lastError: expect.stringContaining("None of 6 tries") } });
  });

  it("rings before it parks, so that dying in between cannot keep it silent", async () => {
    let saves = 0;
    const dies = (store: Store): Store => ({
      ...store,
      save: (item) => (++saves === 2 ? Promise.reject(new Error("dead")) : store.save(item)),
    });
    const { once, logged } = await taking(fails(new TerminalError("cannot be read")), dies);
    await expect(once()).rejects.toThrow("dead");
    expect(logged.map(([, event]) => event)).toEqual(["item-parked"]);
    expect(await once()).toBe("settled");
  });

  it("parks at once what no repetition can help", async () => {
    const { item, once } = await taking(fails(new TerminalError("cannot be read")));
    expect(await once()).toBe("settled");
    expect(await item()).toMatchObject({ trouble: { tries: 1, lastError: "cannot be read" } });
    expect(isParked(await item())).toBe(true);
  });

  it("does not count a missing setting, and says its name where the alarm looks", async () => {
    const { item, once, logged } = await taking(fails(new ConfigurationError("Fill the secret.")));
    for (let tries = 1; tries <= 20; tries += 1) expect(await once()).toBe("failed");
    expect(await item()).toMatchObject({ trouble: { tries: 0 } });
    expect(logged.at(-1)).toMatchObject(["error", "sweep-failed", { error: "ConfigurationError" }]);
  });

  it("saves what its kind makes of an item that is given up, instead of parking it", async () => {
    const givenUp = (item: Item): Item => ({ ...item, body: { said: "dropped" }, due: undefined, trouble: undefined });
    const { item, once, logged } = await taking({ ...fails(new TerminalError("no")), givenUp });
    expect(await once()).toBe("settled");
    expect(await item()).toEqual({
      ...thing("a", { due: undefined }),
      rev: 3,
      body: { said: "dropped" },
      due: undefined,
    });
    expect(logged).toMatchObject([["error", "item-given-up", { reason: "no" }]]);
  });

  it("parks what its kind cannot read when it is given up", async () => {
    const givenUp = () => {
      throw new TerminalError("unreadable");
    };
    const { item, once } = await taking({ ...fails(new TerminalError("no")), givenUp });
    expect(await once()).toBe("settled");
    expect(isParked(await item())).toBe(true);
  });

  it("leaves to others what they have taken up", async () => {
    const busy = (store: Store): Store => ({ ...store, save: () => Promise.reject(new StaleRevisionError("busy")) });
    const { once, logged } = await taking(fails(new Error("never asked")), busy);
    expect(await once()).toBe("passed");
    expect(logged).toEqual([]);
  });

  it("says nothing of a try that outlived its lease, once another has begun", async () => {
    const { table, item, once, logged } = await taking({
      take: async (tried) => {
        await table.save(countTry(tried, "thing", plusMs(now, 120_000)));
        throw new TerminalError("too late");
      },
    });
    expect(await once()).toBe("passed");
    expect(isParked(await item())).toBe(false);
    expect(await item()).toMatchObject({ trouble: { tries: 2 } });
    expect(logged).toEqual([]);
  });

  it("leaves alone what somebody else saved while it was tried, whatever the try came to", async () => {
    const { table, item, once } = await taking({
      take: async (tried) => {
        await table.save(thing("a", { rev: tried.rev, body: { said: "by another" } }));
        throw new TerminalError("too late");
      },
    });
    expect(await once()).toBe("passed");
    expect(await item()).toEqual(thing("a", { rev: 3, body: { said: "by another" } }));
  });
});
