import { describe, expect, it } from "vitest";
import { deliver } from "../../../functions/contact/deliver.ts";
import { messageKeyOf, parseMessage } from "../../../functions/messages/message-item.ts";
import { dueShards } from "../../../functions/platform/due-shard.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { UnknownOutcomeError } from "../../../functions/platform/errors.ts";
import type { Email } from "../../../functions/platform/ports/mailer.ts";
import type { DunningExecution } from "../../../functions/platform/ports/workflows.ts";
import { createSweep } from "../../../functions/sweep/sweep.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { dueKinds } from "../../../local/world/deployment.ts";
import { openedAt } from "../dunning/sample-case.ts";
import { stage } from "../dunning/stage.ts";
import { sampleMessage } from "../messages/sample-message.ts";

async function swept(changes: Parameters<typeof stage>[0] = {}, dunning: Parameters<typeof stage>[2] = {}) {
  const set = await stage(changes, "ada@example.com", dunning);
  let now = openedAt;
  const started: DunningExecution[] = [];
  const ports = {
    ...set.ports,
    inbox: memoryStore(),
    workflows: { startDunning: async (execution: DunningExecution) => void started.push(execution) },
    clock: { now: () => now },
    reconcilers: [],
  };
  const sweepAt = (instant: string) => {
    now = instant;
    return createSweep({ ...ports, kinds: dueKinds(ports) })();
  };
  return { ...set, ports, started, sweepAt };
}

describe("the sweep", () => {
  it("wakes a case that nothing has touched long after its time, once", async () => {
    const dueAt = plus(openedAt, "PT6H");
    const planned = { act: "retry-payment", key: "0:retry-payment", dueAt, reason: "" } as const;
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

  it("leaves closed cases alone", async () => {
    const { sweepAt } = await swept({ status: "closed", outcome: { kind: "lost", at: openedAt } });
    expect(await sweepAt(plus(openedAt, "P90D"))).toEqual({ taken: { inbox: 0, case: 0, message: 0 }, left: [] });
  });

  it("goes by the table where the index lags behind", async () => {
    const { sweepAt, ports, started } = await swept({ startedEpoch: 0 });
    const { due } = ports.state;
    const until = plus(openedAt, "P1D");
    const lagging = (await Promise.all(dueShards("case").map((shard) => due(shard, until, 25)))).flat();
    expect(lagging).toHaveLength(1);
    await sweepAt(plus(openedAt, "PT10M"));
    ports.state.due = async (shard) => lagging.filter((item) => item.due?.shard === shard);
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
        caseId: "stripe-in_1",
        name: "payment-failed" as const,
      };
      const lost = async () => {
        throw new UnknownOutcomeError("no answer");
      };
      expect((await deliver({ ...ports, mailer: { send: lost } }, message)).outcome).toBe("unconfirmed");
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
});
