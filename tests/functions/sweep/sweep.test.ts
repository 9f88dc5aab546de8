import { describe, expect, it } from "vitest";
import { deliver } from "../../../functions/contact/deliver.ts";
import { unconfirmedMessage } from "../../../functions/contact/unconfirmed-message.ts";
import { caseItem, caseKey } from "../../../functions/dunning/case-store.ts";
import { dunningMessages } from "../../../functions/dunning/dunning-messages.ts";
import { messageKeyOf, parseMessage } from "../../../functions/messages/message-item.ts";
import type { Purpose } from "../../../functions/messages/message-kind.ts";
import { dueShards } from "../../../functions/platform/due-shard.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { RetryableError, TerminalError, UnknownOutcomeError } from "../../../functions/platform/errors.ts";
import type { Email } from "../../../functions/platform/ports/mailer.ts";
import type { Item } from "../../../functions/platform/ports/store.ts";
import type { DunningExecution } from "../../../functions/platform/ports/workflows.ts";
import { isParked } from "../../../functions/platform/trouble.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { dueKinds } from "../../../local/world/deployment.ts";
import { openedAt, sampleCase, samplePolicy } from "../dunning/sample-case.ts";
import { stage } from "../dunning/stage.ts";
import { letterOf, sampleMessage } from "../messages/sample-message.ts";
import storedBeforeRooms from "../messages/stored/before-rooms.json" with { type: "json" };
import { createSweep } from "./whole-sweep.ts";

/** What a test holds where the item it asks for is gone. */
const sampleItem: Item = { pk: "gone", sk: "gone", rev: 0, kind: "gone", body: {} };

async function swept(changes: Parameters<typeof stage>[0] = {}, dunning: Parameters<typeof stage>[2] = {}) {
  const set = await stage(changes, "ada@example.com", dunning);
  let now = openedAt;
  const started: DunningExecution[] = [];
  const ports = {
    ...set.ports,
    inbox: memoryStore(),
    workflows: {
      startDunning: async (execution: DunningExecution) => {
        // The one that sleeps already is not started again.
        if (execution.epoch > 1) started.push(execution);
        return "started" as const;
      },
    },
    clock: { now: () => now },
    reconcilers: [],
  };
  const sweepAt = (instant: string) => {
    now = instant;
    return createSweep({ ...ports, kinds: Object.values(dueKinds(ports)) })();
  };
  return { ...set, ports, started, sweepAt };
}

describe("the sweep", () => {
  it("wakes a case that nothing has touched long after its time, once", async () => {
    const dueAt = plus(openedAt, "PT6H");
    const planned = { act: "retry-payment", key: "first-retry:retry-payment", dueAt, reason: "" } as const;
    const { sweepAt, started, read } = await swept({ planned });
    await sweepAt(plus(dueAt, "PT1H"));
    expect(started).toEqual([]);
    await sweepAt(plus(dueAt, "PT2H"));
    expect(started).toEqual([{ customerId: "stripe-cus_1", caseId: "stripe-in_1", epoch: 2 }]);
    expect((await read()).timeline.at(-1)?.what).toBe("woken");
    await sweepAt(plus(dueAt, "PT2H1M"));
    expect(started).toHaveLength(1);
  });

  it("starts the execution that a dead process left unstarted", async () => {
    const { sweepAt, started } = await swept({ startedEpoch: 0 });
    await sweepAt(plus(openedAt, "PT10M"));
    expect(started).toHaveLength(1);
  });

  it("sends again a letter that was claimed before messages belonged to rooms", async () => {
    const { sweepAt, ports, mails } = await swept();
    const stored = storedBeforeRooms.find(({ body }) => body.state === "claimed");
    if (stored === undefined) throw new Error("There is no claim among the stored messages.");
    await ports.state.save({ ...stored, rev: 0 });
    await sweepAt(stored.body.reviewAt);
    expect(mails.map(({ name, to, messageKey }) => [name, to, messageKey])).toEqual([
      ["payment-reminder", "ada@example.com", "stripe-in_1:2:notify"],
    ]);
    expect(mails[0]?.text).toContain(`Next attempt: ${stored.body.variables.nextDate}`);
    const item = await ports.state.load(stored);
    expect(item && parseMessage(item)).toMatchObject({ state: "sent", sends: 2, about: { id: "stripe-in_1" } });
  });

  it("wakes a case ever later while its executions come to nothing, then parks it, and is told again by a plan", async () => {
    const { sweepAt, started, ports, handlers, ref, read } = await swept({ startedEpoch: 0 });
    const load = async () => (await ports.state.load(caseKey(ref.customerId, ref.caseId))) ?? sampleItem;
    const minutes: number[] = [];
    for (let minute = 0; minute < 3 * 24 * 60; minute += 1) {
      const before = started.length;
      await sweepAt(plus(openedAt, `PT${minute}M`));
      if (started.length > before) minutes.push(minute);
    }
    // The case's own five minutes outlast the first lease.
    expect(minutes).toEqual([5, 10, 15, 30, 90, 330]);
    const parked = await load();
    expect(isParked(parked)).toBe(true);
    expect(parked.trouble).toMatchObject({ kind: "case", tries: 6 });
    await handlers.plan({ ...ref, epoch: (await read()).epoch });
    expect(await load()).toMatchObject({ due: { shard: expect.stringContaining("case#") } });
    expect(await load()).not.toHaveProperty("trouble");
  });

  it("parks a case that cannot be read, and goes on with the others", async () => {
    const { sweepAt, started, ports } = await swept({ startedEpoch: 0 });
    const unreadable = {
      ...caseItem(sampleCase({ customerId: "stripe-cus_2" }), 0, openedAt, samplePolicy),
      body: { epoch: "?" },
    };
    await ports.state.save(unreadable);
    await sweepAt(plus(openedAt, "PT10M"));
    expect(started).toHaveLength(1);
    const item = (await ports.state.load(unreadable)) ?? sampleItem;
    expect(isParked(item)).toBe(true);
    expect(item.trouble?.lastError).toMatch(/customer#stripe-cus_2 .*epoch/);
  });

  it("wakes no closed case, and looks once whether it has become history", async () => {
    const { sweepAt, started } = await swept({ status: "closed", outcome: { kind: "lost", at: openedAt } });
    const { taken } = await sweepAt(plus(openedAt, "P90D"));
    expect(taken).toEqual({ inbox: 0, case: 0, message: 0, settled: 1, pause: 0 });
    expect(started).toEqual([]);
  });

  it("goes by the table where the index lags behind", async () => {
    const { sweepAt, ports, started } = await swept({ startedEpoch: 0 });
    const { due } = ports.state;
    const until = plus(openedAt, "P1D");
    const shards = dueShards("case");
    const lagging = await Promise.all(shards.map((shard) => due(shard, until, 25)));
    expect(lagging.flat()).toHaveLength(1);
    await sweepAt(plus(openedAt, "PT10M"));
    ports.state.due = async (shard) => lagging[shards.indexOf(shard)] ?? [];
    await sweepAt(plus(openedAt, "PT11M"));
    expect(started).toHaveLength(1);
  });

  it.each([
    ["open", {}, "sent", 1],
    ["paid", {}, "dropped", 0],
    ["open", { dryRun: true }, "dropped", 0],
  ] as const)(
    "looks again at a letter nobody confirmed: with the invoice %s, %j, it is %s",
    async (status, dunning, state, resent) => {
      const { sweepAt, ports, provider } = await swept({}, dunning);
      const message = {
        ...sampleMessage,
        customerId: "stripe-cus_1",
        about: { room: "dunning", id: "stripe-in_1" },
        name: "payment-failed" as const,
      };
      const lost = async () => {
        throw new UnknownOutcomeError("no answer");
      };
      expect((await deliver({ ...ports, mailer: { send: lost } }, letterOf(message))).outcome).toBe("unconfirmed");
      provider.status = status;
      const mails: Email[] = [];
      ports.mailer.send = async (mail) => ({ serviceMessageId: `ses-${mails.push(mail)}` });
      await sweepAt(plus(openedAt, "PT59M"));
      expect(mails).toEqual([]);
      await sweepAt(plus(openedAt, "PT1H"));
      expect(mails).toHaveLength(resent);
      const item = await ports.state.load(messageKeyOf(message));
      expect(item && parseMessage(item).state).toBe(state);
    },
  );

  describe("a letter whose invoice the provider does not tell of", () => {
    const about = { room: "dunning", id: "stripe-in_1" };
    const lost = () => Promise.reject(new UnknownOutcomeError("no answer"));
    const refuses = () => Promise.reject(new TerminalError("Stripe answered 404."));

    async function refused(purpose: Purpose) {
      const { ports } = await swept();
      const message = { ...sampleMessage, customerId: "stripe-cus_1", about, purpose };
      await deliver({ ...ports, mailer: { send: lost } }, letterOf(message));
      const logged: string[] = [];
      const log = { ...ports.log, error: (event: string) => void logged.push(event) };
      let now = openedAt;
      let asked = 0;
      const stillApplies = async () => {
        asked += 1;
        return refuses();
      };
      const clock = { now: () => now };
      const rooms = { dunning: { ...dunningMessages(ports), stillApplies } };
      const kinds = [unconfirmedMessage({ ...ports, clock }, rooms)];
      for (let hour = 1; hour < 72; hour += 1) {
        now = plus(openedAt, `PT${hour}H`);
        await createSweep({ clock, log, kinds })();
      }
      const item = (await ports.state.load(messageKeyOf(message))) ?? sampleItem;
      return { item, logged, asked };
    }

    it("is asked for six times, then dropped with the reason, aloud", async () => {
      const { item, logged, asked } = await refused("billing-notice");
      expect(asked).toBe(6);
      expect(parseMessage(item)).toMatchObject({
        state: "dropped",
        reason: expect.stringContaining("Stripe answered 404."),
      });
      expect(item.due).toBeUndefined();
      expect(logged).toEqual(["message-given-up"]);
    });

    it("is parked for a person instead if the law asks for it", async () => {
      const { item, logged, asked } = await refused("legal-notice");
      expect(asked).toBe(6);
      expect(isParked(item)).toBe(true);
      expect(parseMessage(item).state).toBe("claimed");
      expect(logged).toEqual(["item-parked"]);
    });
  });

  it("does not ask a mail service for ever that never takes a letter again", async () => {
    const { ports, sweepAt } = await swept();
    const message = {
      ...sampleMessage,
      customerId: "stripe-cus_1",
      about: { room: "dunning", id: "stripe-in_1" },
      name: "payment-failed" as const,
    };
    const lost = () => Promise.reject(new UnknownOutcomeError("no answer"));
    await deliver({ ...ports, mailer: { send: lost } }, letterOf(message));
    let asked = 0;
    ports.mailer.send = async () => {
      asked += 1;
      throw new RetryableError("SES: slow down");
    };
    for (let hour = 1; hour < 72; hour += 1) await sweepAt(plus(openedAt, `PT${hour}H`));
    expect(asked).toBe(6);
    const item = (await ports.state.load(messageKeyOf(message))) ?? sampleItem;
    expect(parseMessage(item)).toMatchObject({ state: "dropped" });
  });
});
