import type { FunctionName } from "../../lib/functions.ts";
import { startDynalite } from "../../local/engine/dynalite-store.ts";
import { meterOn, type Units, unitsBetween } from "../meter/meter.ts";
import { type RenewalStory, type RenewalWorld, renewalWorld } from "./renewal-world.ts";

/** What the calls of one function came to. */
export interface Usage extends Units {
  readonly invocations: number;
  /** What was logged. */
  readonly lines: number;
  readonly bytes: number;
}

/** A renewal world over tables whose units are counted, by the function that asked. */
export interface MeteredRenewals extends Omit<RenewalWorld, "stop"> {
  usage(name: FunctionName): Usage;
  /** Bytes that a table is charged storage for by now. */
  storedBytes(table: "inbox" | "state"): number;
  stop(): Promise<void>;
}

const nothing: Usage = { invocations: 0, write: 0, read: 0, calls: 0, lines: 0, bytes: 0 };

export const sumOf = (usages: readonly Usage[]): Usage =>
  usages.reduce(
    (sum, one) => ({
      invocations: sum.invocations + one.invocations,
      write: sum.write + one.write,
      read: sum.read + one.read,
      calls: sum.calls + one.calls,
      lines: sum.lines + one.lines,
      bytes: sum.bytes + one.bytes,
    }),
    nothing,
  );

export async function meteredRenewals(story: RenewalStory): Promise<MeteredRenewals> {
  const stores = await startDynalite();
  const meter = await meterOn(stores.client, ["inbox", "state"]);
  const usages = new Map<FunctionName, Usage>();
  const usage = (name: FunctionName): Usage => usages.get(name) ?? nothing;
  const world = await renewalWorld(story, stores, async (name, run) => {
    const [before, logged] = [meter.units(), world.logged];
    try {
      return await run();
    } finally {
      const lines = world.logged.lines - logged.lines;
      const bytes = world.logged.bytes - logged.bytes;
      const used = { ...unitsBetween(before, meter.units()), invocations: 1, lines, bytes };
      usages.set(name, sumOf([usage(name), used]));
    }
  });
  return Object.assign(world, { usage, storedBytes: meter.storedBytes });
}
