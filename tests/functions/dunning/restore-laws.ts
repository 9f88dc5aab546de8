import fc from "fast-check";
import { expect } from "vitest";
import type { NextStep, StepOutput } from "../../../functions/dunning/acts/step-output.ts";
import { caseKey } from "../../../functions/dunning/case-store.ts";
import { overdueCase } from "../../../functions/dunning/overdue-case.ts";
import { startExecution } from "../../../functions/dunning/start-executions.ts";
import { plus } from "../../../functions/platform/duration.ts";
import type { Instant } from "../../../functions/platform/instant.ts";
import type { DunningExecution } from "../../../functions/platform/ports/workflows.ts";
import { openedAt } from "./sample-case.ts";
import { stage } from "./stage.ts";

/**
 * The store is restored from a snapshot while executions sleep that know nothing of it. The customer never pays. Each
 * execution is as Step Functions keeps it: it sleeps until its step is due, acts, is told the next step, and its name is spent for ever.
 */

type Sleeping = { readonly step: Extract<NextStep, { readonly key: string }> };
interface Disaster {
  readonly snapshotHours: number;
  readonly lossHours: number;
  readonly wakeHours: readonly number[];
}

const disasters: fc.Arbitrary<Disaster> = fc.record({
  snapshotHours: fc.integer({ min: 1, max: 24 * 28 }),
  lossHours: fc.integer({ min: 1, max: 24 * 12 }),
  wakeHours: fc.array(fc.integer({ min: 1, max: 24 * 40 }), { maxLength: 5 }),
});

const mostCallsInOneInstant = 30;

async function play({ snapshotHours, lossHours, wakeHours }: Disaster) {
  const set = await stage({ startedEpoch: 0 });
  const sleeping = new Map<number, Sleeping>();
  const names = new Set<number>();
  let calls = 0;
  let instant: Instant = openedAt;
  const called = () => {
    calls = set.now() === instant ? calls + 1 : 1;
    instant = set.now();
    if (calls > mostCallsInOneInstant) throw new Error(`${calls} calls at ${instant}: something spins.`);
  };
  const sleepOn = ({ epoch, step }: StepOutput) => {
    if ("key" in step) sleeping.set(epoch, { step });
    else sleeping.delete(epoch);
  };
  const begin = async (epoch: number) => {
    called();
    sleepOn(await set.handlers.plan({ ...set.ref, epoch }));
  };
  const begun: number[] = [];
  const workflows = {
    startDunning: async ({ epoch }: DunningExecution) => {
      if (names.has(epoch)) return sleeping.has(epoch) ? ("started" as const) : ("spent" as const);
      names.add(epoch);
      begun.push(epoch);
      return "started" as const;
    },
  };
  const start = async () => {
    called();
    await startExecution({ ...set.ports, state: set.ports.state, workflows }, await set.read());
    for (const epoch of begun.splice(0)) await begin(epoch);
  };
  const sweep = async () => {
    const item = await set.ports.state.load(caseKey(set.ref.customerId, set.ref.caseId));
    if (item?.due === undefined || item.due.at > set.now()) return;
    called();
    await overdueCase({ ...set.ports, state: set.ports.state, workflows }).take(item);
    for (const epoch of begun.splice(0)) await begin(epoch);
  };
  const wake = async () => {
    const { status } = await set.read();
    if (status === "closed") return;
    await set.tell({ ...set.ports, state: set.ports.state }, set.ref, { type: "overdue" });
    await start();
  };
  let snapshot = set.snapshot();
  const backUp = async () => {
    snapshot = set.snapshot();
  };
  const events = [
    { at: plus(openedAt, `PT${snapshotHours}H`), what: backUp },
    { at: plus(openedAt, `PT${snapshotHours + lossHours}H`), what: () => set.restore(snapshot) },
    ...wakeHours.map((hours) => ({ at: plus(openedAt, `PT${hours % (snapshotHours + lossHours)}H`), what: wake })),
    // What no execution carries on, the sweep finds.
    ...[45, 46, 80, 90].map((days) => ({ at: plus(openedAt, `P${days}D`), what: sweep })),
  ].toSorted((a, b) => (a.at < b.at ? -1 : 1));
  await start();
  for (let turns = 0; turns < 500; turns += 1) {
    const [next] = [...sleeping].toSorted(([, a], [, b]) => (a.step.dueAt < b.step.dueAt ? -1 : 1));
    const [event] = events;
    if (event !== undefined && (next === undefined || event.at <= next[1].step.dueAt)) {
      events.shift();
      if (event.at > set.now()) set.moveTo(event.at);
      await event.what();
      continue;
    }
    if (next === undefined) break;
    const [epoch, { step }] = next;
    if (step.dueAt > set.now()) set.moveTo(step.dueAt);
    called();
    sleepOn(await set.handlers[step.act]({ ...set.ref, epoch, step }));
  }
  return set;
}

/** No letter twice, no pause without a warning, no endless loop, and an end. */
export async function holdThroughRestores(numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(disasters, async (disaster) => {
      const { mails, provider, read } = await play(disaster);
      const names = mails.map(({ name }) => name).filter((name) => name !== "hand-over");
      expect(names).toEqual([...new Set(names)]);
      if (provider.done.includes("pause")) expect(names).toContain("pause-warning");
      expect((await read()).status).toBe("closed");
    }),
    { numRuns },
  );
}
