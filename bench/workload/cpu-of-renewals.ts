import { plus } from "../../functions/platform/duration.ts";
import type { FunctionName } from "../../lib/functions.ts";
import { startStores } from "../../local/world/stores.ts";
import { type RenewalStory, renewalWorld } from "./renewal-world.ts";

/** What functions spent by themselves while a story was played. */
export interface CpuOfRenewals {
  /** Microseconds of CPU in all; over a store in memory, so that what the SDK's calls take must be added. */
  readonly micros: ReadonlyMap<FunctionName, number>;
  readonly events: number;
}

export async function cpuOfRenewals(story: RenewalStory, duration: string): Promise<CpuOfRenewals> {
  const micros = new Map<FunctionName, number>();
  const world = await renewalWorld(story, await startStores("memory"), async (name, run) => {
    const before = process.cpuUsage();
    try {
      return await run();
    } finally {
      const { user, system } = process.cpuUsage(before);
      micros.set(name, (micros.get(name) ?? 0) + user + system);
    }
  });
  try {
    await world.playTo(plus(world.now(), duration));
    return { micros, events: world.events };
  } finally {
    await world.stop();
  }
}
