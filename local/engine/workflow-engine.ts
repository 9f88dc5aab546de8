import { readFile } from "node:fs/promises";
import type { Instant } from "../../functions/platform/instant.ts";
import type { Command, FailedExecution, VisitedState } from "./workflow-messages.ts";
import { startWorkflowThread } from "./workflow-thread.ts";

export interface WorkflowEngineSetting {
  /** The ASL document, or the path of its file. */
  readonly definition: object | string | URL;
  readonly start: Instant;
  /**
   * Runs a Task state, as its function would in AWS: called by the state's name, one at a time. What it throws is
   * matched by Retry and Catch under its `name`.
   */
  runTask(state: string, input: unknown): Promise<unknown>;
  /** Told the virtual time before each task and at the end of each advance. */
  onTime?(now: Instant): void;
  /** Chooses the random parts of pauses between tries; 0 unless given. */
  readonly seed?: number;
}

/** Executions of one state machine in virtual time. Nothing moves but in `advanceTo`. */
export interface WorkflowEngine {
  /**
   * Starts an execution at the engine's time; its first task runs in the next advance. One that runs already is a success.
   * @returns `spent` if one of that name ran and ended: nothing was started.
   */
  start(name: string, input: unknown): Promise<"started" | "spent">;
  /** When the next execution wants to go on: now, if one was just started. Undefined when none runs. */
  nextWakeAt(): Promise<Instant | undefined>;
  /**
   * Plays everything up to and including `instant`, always in the same order. One already past plays what is due now.
   * @throws Error if another advance is under way.
   */
  advanceTo(instant: Instant): Promise<void>;
  /** As of the last call that was answered. */
  status(): EngineStatus;
  /** The states an execution entered, oldest first. */
  history(name: string): Promise<readonly VisitedState[]>;
  stop(): Promise<void>;
}

export interface EngineStatus {
  readonly running: number;
  readonly succeeded: number;
  readonly failed: readonly FailedExecution[];
}

/**
 * Starts an engine in a thread of its own; whoever starts it stops it.
 * @throws Error if the definition is not a valid state machine.
 */
export async function startWorkflowEngine(setting: WorkflowEngineSetting): Promise<WorkflowEngine> {
  const { start, seed = 0, runTask, onTime = () => {} } = setting;
  const definition = await definitionText(setting.definition);
  const { call, stop } = startWorkflowThread({ definition, start, seed }, async ({ now, state, input }) => {
    onTime(now);
    return runTask(state, JSON.parse(input));
  });
  let { view } = await call({ type: "view" });
  const command = async (message: Command) => {
    const done = await call(message);
    view = done.view;
    return done;
  };
  let advancing = false;

  return {
    start: async (name, input) => {
      const { spent } = await command({ type: "start", name, input: JSON.stringify(input) });
      return spent ? "spent" : "started";
    },
    nextWakeAt: async () => (await command({ type: "view" })).view.nextWakeAt,
    advanceTo: async (instant) => {
      if (advancing) throw new Error("Time is advancing already; wait until that is over.");
      advancing = true;
      try {
        await command({ type: "advance", until: instant });
      } finally {
        advancing = false;
      }
      onTime(view.now);
    },
    status: () => ({ running: view.running, succeeded: view.succeeded, failed: view.failed }),
    history: async (name) => (await command({ type: "history", name })).history,
    stop,
  };
}

async function definitionText(definition: object | string | URL): Promise<string> {
  if (typeof definition === "string" || definition instanceof URL) return readFile(definition, "utf8");
  return JSON.stringify(definition);
}
