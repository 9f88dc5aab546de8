import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import type { Progress, SandboxWorld } from "../views/sandbox-world.ts";
import { progressInWords, storyShare } from "./clock-bar.ts";
import { longDay, timeOfDay } from "./dates.ts";

const partsOf = (world: SandboxWorld, progress: Progress) => ({
  time: timeOfDay(progress.now, "UTC"),
  date: `${longDay(progress.now, "UTC")}, UTC`,
  progress: progressInWords(progress),
  share: storyShare(world, progress.now),
});

const lookEveryMs = 250;

/** Resolves when time stands still or the reader is gone. Asks instead of counting: an advance may also fail. */
function untilStill(world: SandboxWorld, gone: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (world.busy() && !gone()) return;
      clearInterval(timer);
      resolve();
    }, lookEveryMs);
  });
}

/** Server-sent events while time moves: `progress` with the texts of the clock bar, and `done` when it stands still. */
export const progressStream = (context: Context, world: SandboxWorld): Response =>
  streamSSE(context, async (stream) => {
    const stop = world.onProgress((progress) => {
      void stream.writeSSE({ event: "progress", data: JSON.stringify(partsOf(world, progress)) });
    });
    if (world.busy()) await untilStill(world, () => stream.aborted);
    stop();
    await stream.writeSSE({ event: "done", data: "" });
  });
