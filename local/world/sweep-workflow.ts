import type { Instant } from "../../functions/platform/instant.ts";
import { startWorkflowEngine } from "../engine/workflow-engine.ts";

/** Plays the sweep's state machine up to an instant, and begins a run there if one is to begin. */
export type PlaySweep = (at: Instant, begins: boolean) => Promise<Instant | undefined>;

/**
 * The state machine of workflows/sweep.asl.json in this process.
 * @param runTask runs the function behind a Task state.
 * @returns what plays it; it answers when a run wants to go on, as it does after the pause before another try.
 */
export async function sweepWorkflow(options: {
  readonly seed: number;
  readonly start: Instant;
  readonly runTask: (state: string, input: unknown) => Promise<unknown>;
}): Promise<PlaySweep> {
  const definition = new URL("../../workflows/sweep.asl.json", import.meta.url);
  const engine = await startWorkflowEngine({ ...options, definition, forgets: true });
  let runs = 0;
  return async (at, begins) => {
    await engine.advanceTo(at);
    if (begins) {
      runs += 1;
      await engine.start(`sweep-${runs}`, {});
      await engine.advanceTo(at);
    }
    return engine.nextWakeAt();
  };
}
