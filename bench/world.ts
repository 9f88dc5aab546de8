import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod/mini";
import type { Figures } from "./figures.ts";

const resultSchema = z.object({ lifecyclesPerCoreSecond: z.number(), peakMb: z.number() });

/** How fast the embedded world is played, and what memory it takes at most. */
export async function measureWorld(): Promise<Figures> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, "world-run.ts")]);
  const { lifecyclesPerCoreSecond, peakMb } = resultSchema.parse(JSON.parse(stdout));
  return { worldLifecyclesPerCoreSecond: lifecyclesPerCoreSecond, sandboxPeakMb: peakMb };
}
