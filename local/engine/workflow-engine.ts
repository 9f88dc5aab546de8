import { readFile } from "node:fs/promises";
import { messageOf } from "../../functions/platform/errors.ts";
import { type Instant, instantOfMs, later, msOf } from "../../functions/platform/instant.ts";
import { parseMachine } from "./asl.ts";
import { runExecution, StatesError, type Surroundings } from "./asl-execution.ts";
import { randomFor } from "./random.ts";
import { timetable } from "./timetable.ts";

export interface WorkflowEngineSetting {
  /** The ASL document, or the path of its file. */
  readonly definition: object | string | URL;
  readonly start: Instant;
  /**
   * Runs a Task state, as its function would in AWS: called by the state's name, one at a time but for those of a Map.
   * What it throws is matched by Retry and Catch under its `name`.
   */
  runTask(state: string, input: unknown): Promise<unknown>;
  /** Told the virtual time before each task and at the end of each advance. */
  onTime?(now: Instant): void;
  /** Chooses the random parts of pauses between tries; 0 unless given. */
  readonly seed?: number;
  /** Nothing is kept of an execution that has ended but a failure; its name is free again. */
  readonly forgets?: boolean;
}

/** One state that an execution entered. */
export interface VisitedState {
  readonly at: Instant;
  readonly state: string;
}

export interface FailedExecution {
  readonly name: string;
  /** `UnknownAct: The next step is an act ...` */
  readonly error: string;
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

/** What crosses the border between Step Functions and a function is JSON. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/** The name under which Retry and Catch match what a function threw, and its cause as Lambda writes it. */
function functionError(error: unknown): StatesError {
  const name = error instanceof Error ? error.name : "Error";
  return new StatesError(name, JSON.stringify({ errorType: name, errorMessage: messageOf(error), trace: [] }));
}

/**
 * Starts an engine in this process: the executions of a state machine on a clock of their own. It runs the part of the
 * Amazon States Language that our workflows speak, as aws-local-stepfunctions does; the tests hold the two together.
 * @throws Error if the definition is not a state machine that it understands.
 */
export async function startWorkflowEngine(setting: WorkflowEngineSetting): Promise<WorkflowEngine> {
  const { seed = 0, forgets = false, runTask, onTime = () => {} } = setting;
  const machine = parseMachine(await documentOf(setting.definition));
  const random = randomFor(seed, "pauses between tries").unit;
  const wakings = timetable<() => void>();
  const histories = new Map<string, VisitedState[]>();
  const ended = new Set<string>();
  const failed: FailedExecution[] = [];
  let now = setting.start;
  let succeeded = 0;
  let advancing = false;
  let stopped = false;
  /** Resolves when the execution that was woken sleeps again in all its strands, or has ended. */
  let asleep: PromiseWithResolvers<void> = Promise.withResolvers();
  let awake = 0;
  const strands = (change: number) => {
    awake += change;
    if (awake === 0) asleep.resolve();
  };

  const sleep = (ms: number): Promise<void> => {
    if (ms === 0) return Promise.resolve();
    const woken = Promise.withResolvers<void>();
    wakings.add(instantOfMs(msOf(now) + Math.max(0, ms)), woken.resolve);
    strands(-1);
    return woken.promise;
  };
  const surroundings = (history: VisitedState[]): Surroundings => ({
    nowMs: () => msOf(now),
    random,
    sleep,
    runTask: async (state, input) => {
      onTime(now);
      try {
        return asJson(await runTask(state, asJson(input)));
      } catch (error) {
        throw functionError(error);
      }
    },
    entered: (state) => history.push({ at: now, state }),
    strands,
  });
  const begin = (name: string, input: unknown, history: VisitedState[]) => {
    runExecution(machine, input, surroundings(history))
      .then(
        () => {
          succeeded += 1;
        },
        (error: unknown) =>
          failed.push({ name, error: error instanceof Error ? `${error.name}: ${error.message}` : "" }),
      )
      .finally(() => {
        if (forgets) histories.delete(name);
        else ended.add(name);
        strands(-1);
      });
  };
  const mustRun = () => {
    if (stopped) throw new Error("The workflow engine has stopped.");
  };

  const play = async (instant: Instant) => {
    const until = later(now, instant);
    for (let next = wakings.nextAt(); next !== undefined && next <= until; next = wakings.nextAt()) {
      now = later(now, next);
      asleep = Promise.withResolvers();
      awake = 1;
      wakings.take()?.();
      await asleep.promise;
    }
    now = until;
  };

  return {
    start: async (name, input) => {
      mustRun();
      if (histories.has(name)) return ended.has(name) ? "spent" : "started";
      const history: VisitedState[] = [];
      histories.set(name, history);
      const given = asJson(input);
      wakings.add(now, () => begin(name, given, history));
      return "started";
    },
    nextWakeAt: async () => wakings.nextAt(),
    advanceTo: async (instant) => {
      mustRun();
      if (advancing) throw new Error("Time is advancing already; wait until that is over.");
      advancing = true;
      try {
        await play(instant);
      } finally {
        advancing = false;
      }
      onTime(now);
    },
    status: () => ({ running: histories.size - ended.size, succeeded, failed }),
    history: async (name) => histories.get(name) ?? [],
    stop: async () => {
      stopped = true;
    },
  };
}

async function documentOf(definition: object | string | URL): Promise<unknown> {
  if (typeof definition === "string" || definition instanceof URL)
    return JSON.parse(await readFile(definition, "utf8"));
  return definition;
}
