import { type Instant, plusMs } from "../../functions/platform/instant.ts";
import type { Clock } from "../../functions/platform/ports/clock.ts";
import type { Workflows } from "../../functions/platform/ports/workflows.ts";
import type { Actor } from "../engine/actor.ts";
import { startWorkflowEngine, type WorkflowEngine } from "../engine/workflow-engine.ts";

/** The state machine's executions, as one of the world's actors and as the port that starts them. */
export interface WorkflowActor extends Actor {
  readonly workflows: Workflows;
  readonly engine: WorkflowEngine;
}

/** Starts the engine over workflows/dunning.asl.json. @param runTask runs the function behind a Task state. */
export async function workflowActor(options: {
  readonly seed: number;
  readonly clock: Clock;
  readonly runTask: (state: string, input: unknown) => Promise<unknown>;
}): Promise<WorkflowActor> {
  const { seed, clock, runTask } = options;
  const definition = new URL("../../workflows/dunning.asl.json", import.meta.url);
  const engine = await startWorkflowEngine({ definition, start: clock.now(), seed, runTask });
  let wakeAt: Instant | undefined;
  let advancing = false;

  const advanceTo = async (instant: Instant) => {
    advancing = true;
    try {
      await engine.advanceTo(instant);
    } finally {
      advancing = false;
    }
  };

  return {
    name: "workflows",
    engine,
    nextAt: () => wakeAt,
    act: async () => {
      await advanceTo(clock.now());
      wakeAt = await engine.nextWakeAt();
    },
    workflows: {
      startDunning: async ({ customerId, caseId, epoch }) => {
        // Brings the engine's time up to now without playing what is due now: that is for its own turn.
        if (!advancing) await advanceTo(plusMs(clock.now(), -1));
        const result = await engine.start(`${caseId}-${epoch}`, { customerId, caseId, epoch });
        wakeAt = await engine.nextWakeAt();
        return result;
      },
    },
  };
}
