import { type Instant, plusMs } from "../../functions/platform/instant.ts";
import type { Clock } from "../../functions/platform/ports/clock.ts";
import type { DunningExecution, Workflows } from "../../functions/platform/ports/workflows.ts";
import type { Actor } from "../engine/actor.ts";
import { startWorkflowEngine, type WorkflowEngine } from "../engine/workflow-engine.ts";

/** The state machine's executions, as one of the world's actors and as the port that starts them. */
export interface WorkflowActor extends Actor {
  readonly workflows: Workflows;
  readonly engine: WorkflowEngine;
}

/** What an execution of a case is called: one name for each epoch. */
export const executionName = ({ caseId, epoch }: Pick<DunningExecution, "caseId" | "epoch">): string =>
  `${caseId}-${epoch}`;

/** Starts the engine over a workflow's ASL. @param runTask runs the function behind a Task state. */
export async function workflowActor(options: {
  readonly definition: URL;
  readonly seed: number;
  readonly clock: Clock;
  readonly runTask: (state: string, input: unknown) => Promise<unknown>;
}): Promise<WorkflowActor> {
  const { definition, seed, clock, runTask } = options;
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
        const result = await engine.start(executionName({ caseId, epoch }), { customerId, caseId, epoch });
        wakeAt = await engine.nextWakeAt();
        return result;
      },
    },
  };
}
