import { plus } from "../functions/platform/duration.ts";
import { type FunctionName, functionList } from "../lib/functions.ts";
import type { Calls } from "./bill.ts";
import { cpuOfRenewals } from "./workload/cpu-of-renewals.ts";
import { meteredRenewals, sumOf, type Usage } from "./workload/metered-renewals.ts";
import type { RenewalStory } from "./workload/renewal-world.ts";

/**
 * The customers whose month is measured: one monthly subscription each, every event that Stripe sends of its renewal, 5 KB
 * each; every 20th renewal fails, two of three of those are paid three days later with a new card, the third never.
 */
const story: RenewalStory = { payers: 60, failsEvery: 20, lostEvery: 3 };
const played = "P120D";
/** What an act waits for Stripe or SES beside the calls that are counted, in milliseconds. */
const waitOfActMs = 500;

/** A while, in what AWS charges for. */
export interface Use {
  readonly lambda: Calls;
  readonly write: number;
  readonly read: number;
  readonly logLines: number;
  readonly logBytes: number;
}

/** What one customer's month comes to, on average over many. */
export interface MonthlyUse extends Use {
  readonly events: number;
  readonly failures: number;
  readonly letters: number;
  readonly transitions: number;
  /** Bytes that an event keeps in the inbox for its 90 days, and a customer in the state table. */
  readonly bytesOfEvent: number;
  readonly bytesOfCustomer: number;
  /** One run of the sweep that finds nothing, of which there is one a minute. */
  readonly idleSweep: Use;
}

/** @param callMicros CPU of one call through the SDK, in microseconds. */
export async function measureMonthlyUse(callMicros: number): Promise<MonthlyUse> {
  const world = await meteredRenewals(story);
  try {
    await world.playTo(plus(world.now(), played));
    const { micros, events: sameEvents } = await cpuOfRenewals(story, played);
    if (sameEvents !== world.events) throw new Error("The same story has not the same events; nothing was measured.");
    const used = functionList.map(({ name }) => useOf(name, world.usage(name), micros.get(name) ?? 0, callMicros));
    const months = world.renewals.charged;
    const bytesOfEvent = world.storedBytes("inbox") / world.events;
    const before = world.usage("plan-sweep");
    await world.planSweep();
    return {
      ...perMonth(added(used), months),
      events: world.events / months,
      failures: world.renewals.failed / months,
      letters: world.letters / months,
      transitions: (await world.transitions()) / months,
      bytesOfEvent,
      bytesOfCustomer: world.storedBytes("state") / story.payers,
      idleSweep: useOf("plan-sweep", without(world.usage("plan-sweep"), before), 0, callMicros),
    };
  } finally {
    await world.stop();
  }
}

const isAct = (name: FunctionName): boolean =>
  functionList.some((listed) => listed.name === name && listed.wokenBy.kind === "workflow");

/** @param micros CPU of the function's own code. */
function useOf(name: FunctionName, usage: Usage, micros: number, callMicros: number): Use {
  const { invocations, calls, write, read, lines, bytes } = usage;
  const cpuMs = (micros + calls * callMicros) / 1000;
  const waitMs = isAct(name) ? invocations * waitOfActMs : 0;
  return { lambda: { invocations, calls, cpuMs, waitMs }, write, read, logLines: lines, logBytes: bytes };
}

const added = (uses: readonly Use[]): Use =>
  uses.reduce((sum, use) => ({
    lambda: {
      invocations: sum.lambda.invocations + use.lambda.invocations,
      calls: sum.lambda.calls + use.lambda.calls,
      cpuMs: sum.lambda.cpuMs + use.lambda.cpuMs,
      waitMs: sum.lambda.waitMs + use.lambda.waitMs,
    },
    write: sum.write + use.write,
    read: sum.read + use.read,
    logLines: sum.logLines + use.logLines,
    logBytes: sum.logBytes + use.logBytes,
  }));

const perMonth = ({ lambda, write, read, logLines, logBytes }: Use, months: number): Use => ({
  lambda: {
    invocations: lambda.invocations / months,
    calls: lambda.calls / months,
    cpuMs: lambda.cpuMs / months,
    waitMs: lambda.waitMs / months,
  },
  write: write / months,
  read: read / months,
  logLines: logLines / months,
  logBytes: logBytes / months,
});

const without = (whole: Usage, part: Usage): Usage =>
  sumOf([
    whole,
    {
      ...{ invocations: -part.invocations, write: -part.write, read: -part.read },
      ...{ calls: -part.calls, lines: -part.lines, bytes: -part.bytes },
    },
  ]);
