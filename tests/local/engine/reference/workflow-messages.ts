import type { Instant } from "../../../../functions/platform/instant.ts";

/** What the worker needs to begin, or to begin anew with nothing left of what it ran before. */
export interface WorkflowSetting {
  /** The ASL document, as JSON. */
  readonly definition: string;
  readonly start: Instant;
  /** Chooses the random parts of pauses between tries. */
  readonly seed: number;
}

/** How the executions stand. */
export interface WorkflowView {
  readonly now: Instant;
  /** When the next sleeping or newly started execution wants to go on; undefined when none is left. */
  readonly nextWakeAt: Instant | undefined;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: readonly FailedExecution[];
}

export interface FailedExecution {
  readonly name: string;
  /** `UnknownAct: The next step is an act ...` */
  readonly error: string;
}

/** One state that an execution entered. */
export interface VisitedState {
  readonly at: Instant;
  readonly state: string;
}

/** What the main thread may ask of the worker. */
export type Command =
  | { readonly type: "start"; readonly name: string; readonly input: string }
  | { readonly type: "advance"; readonly until: Instant }
  | { readonly type: "view" }
  | { readonly type: "history"; readonly name: string };

/** How a task ended, in JSON as between Step Functions and a function. */
export type TaskOutcome =
  | { readonly type: "task-succeeded"; readonly id: number; readonly output: string }
  | { readonly type: "task-failed"; readonly id: number; readonly name: string; readonly message: string };

export type ToWorker =
  | { readonly type: "begin"; readonly setting: WorkflowSetting }
  | { readonly type: "command"; readonly id: number; readonly command: Command }
  | TaskOutcome;

export type FromWorker =
  | {
      readonly type: "task";
      readonly id: number;
      readonly now: Instant;
      readonly state: string;
      readonly input: string;
    }
  | {
      readonly type: "done";
      readonly id: number;
      readonly view: WorkflowView;
      readonly history: readonly VisitedState[];
      /** Whether the execution to be started has run and ended before. */
      readonly spent: boolean;
    }
  | { readonly type: "refused"; readonly id: number; readonly reason: string };
