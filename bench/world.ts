import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod/mini";
import { transitionsPerClosedCase } from "../local/world/transitions.ts";
import { createWorld } from "../local/world/world.ts";
import type { Figures } from "./figures.ts";

const resultSchema = z.object({ lifecyclesPerCoreSecond: z.number(), peakMb: z.number() });

/** How fast the embedded world is played, and what memory it takes at most. */
export async function measureWorld(): Promise<Figures> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, "world-run.ts")]);
  const { lifecyclesPerCoreSecond, peakMb } = resultSchema.parse(JSON.parse(stdout));
  return { worldLifecyclesPerCoreSecond: lifecyclesPerCoreSecond, sandboxPeakMb: peakMb };
}

/** Transitions of a case that was closed, in the story that the README shows. */
export async function measureTransitions(): Promise<number> {
  const world = await createWorld({ customers: 300, days: 60, seed: 7, lives: "full" });
  try {
    await world.advanceTo(world.endsAt);
    return await transitionsPerClosedCase(world.embedded);
  } finally {
    await world.stop();
  }
}
