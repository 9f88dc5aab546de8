import type { FunctionName } from "../../lib/functions.ts";
import { startDynalite } from "../../local/engine/dynalite-store.ts";
import { meterOn, type Units, unitsBetween } from "../meter/meter.ts";
import { type RenewalStory, type RenewalWorld, renewalWorld } from "./renewal-world.ts";

/** What the calls of one function came to. */
export interface Usage extends Units {
  readonly invocations: number;
}

/** A renewal world over tables whose units are counted, by the function that asked. */
export interface MeteredRenewals extends Omit<RenewalWorld, "stop"> {
  usage(name: FunctionName): Usage;
  /** Bytes that the inbox is charged storage for by now. */
  storedInboxBytes(): number;
  stop(): Promise<void>;
}

const nothing: Usage = { invocations: 0, write: 0, read: 0, calls: 0 };

export async function meteredRenewals(story: RenewalStory): Promise<MeteredRenewals> {
  const stores = await startDynalite();
  const meter = await meterOn(stores.client, ["inbox", "state"]);
  const usages = new Map<FunctionName, Usage>();
  const usage = (name: FunctionName): Usage => usages.get(name) ?? nothing;
  const world = await renewalWorld(story, stores, async (name, run) => {
    const before = meter.units();
    try {
      return await run();
    } finally {
      const { write, read, calls } = unitsBetween(before, meter.units());
      const sum = usage(name);
      usages.set(name, {
        invocations: sum.invocations + 1,
        write: sum.write + write,
        read: sum.read + read,
        calls: sum.calls + calls,
      });
    }
  });
  return Object.assign(world, { usage, storedInboxBytes: () => meter.storedBytes("inbox") });
}
