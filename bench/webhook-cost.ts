import { plus } from "../functions/platform/duration.ts";
import { sweepBoxes } from "../lib/functions.ts";
import { accessBytes, lambdaUsd, logBytes, logsUsd, storageUsd, unitsUsd } from "./bill.ts";
import { prices } from "./prices.ts";
import { cpuOfRenewals } from "./workload/cpu-of-renewals.ts";
import { type MeteredRenewals, meteredRenewals, sumOf } from "./workload/metered-renewals.ts";
import type { RenewalStory } from "./workload/renewal-world.ts";

/** The renewals of `writeUnitsPerWebhook`. */
export const renewals: RenewalStory = { payers: 40, failsEvery: 20, lostEvery: 3 };
const renewalsTake = "P90D";
/** Then nobody pays any more, and the sweep does what was left for later. */
const aftermathTakes = "P100D";
const keptMonths = 3;

/** Microseconds of CPU for one webhook, as receive-cpu.ts measures it: in `receive`, and for one call through the SDK. */
export interface CpuOfCalls {
  readonly receiveMicros: number;
  readonly callMicros: number;
}

/** What one webhook costs in all its life, on average. */
export interface WebhookCost {
  readonly writeUnits: number;
  /** By what AWS bills, in the order of its way. */
  readonly usd: Readonly<
    Record<"HTTP API" | "Lambda" | "DynamoDB writes" | "DynamoDB reads" | "DynamoDB storage" | "Logs", number>
  >;
}

/** The whole life of webhooks: heard, applied, and moved or forgotten in their time. */
export async function measureWebhookCost(cpu: CpuOfCalls): Promise<WebhookCost> {
  const world = await meteredRenewals(renewals);
  try {
    await world.playTo(plus(world.now(), renewalsTake));
    const { events } = world;
    const storedBytes = world.storedBytes("inbox") / events;
    await world.playTo(plus(world.now(), aftermathTakes));
    return costOf(world, { cpu, storedBytes, applyMicros: await applyMicrosPerEvent() });
  } finally {
    await world.stop();
  }
}

async function applyMicrosPerEvent(): Promise<number> {
  const { micros, events } = await cpuOfRenewals(renewals, renewalsTake);
  return (micros.get("apply-event") ?? 0) / events;
}

interface Measured {
  readonly cpu: CpuOfCalls;
  readonly applyMicros: number;
  /** Of one event, once it is applied. */
  readonly storedBytes: number;
}

function costOf({ events, usage }: MeteredRenewals, { cpu, applyMicros, storedBytes }: Measured): WebhookCost {
  const [receive, apply] = [usage("receive"), usage("apply-event")];
  const { write, read } = sumOf([receive, apply, ...sweepBoxes.map(({ name }) => usage(name))]);
  // What the store in memory does not show of apply-event is its calls through the SDK.
  const applyMs = (applyMicros * events + cpu.callMicros * apply.calls) / 1000;
  const receiveMs = (cpu.receiveMicros * events) / 1000;
  const own = sumOf([receive, apply]);
  const inAll = {
    "HTTP API": receive.invocations * prices.httpApiRequest.usd,
    Lambda: lambdaUsd({ ...receive, cpuMs: receiveMs, waitMs: 0 }) + lambdaUsd({ ...apply, cpuMs: applyMs, waitMs: 0 }),
    "DynamoDB writes": unitsUsd({ write, read: 0 }),
    "DynamoDB reads": unitsUsd({ write: 0, read }),
    "DynamoDB storage": storageUsd(storedBytes * events, keptMonths),
    Logs: logsUsd(logBytes(own.lines, own.bytes) + receive.invocations * accessBytes),
  };
  const each = (usd: number) => usd / events;
  return {
    writeUnits: write / events,
    usd: {
      "HTTP API": each(inAll["HTTP API"]),
      Lambda: each(inAll.Lambda),
      "DynamoDB writes": each(inAll["DynamoDB writes"]),
      "DynamoDB reads": each(inAll["DynamoDB reads"]),
      "DynamoDB storage": each(inAll["DynamoDB storage"]),
      Logs: each(inAll.Logs),
    },
  };
}
