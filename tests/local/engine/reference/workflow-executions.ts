import { ExecutionError, StateMachine } from "aws-local-stepfunctions";
import { type Instant, instantOfMs, msOf } from "../../../../functions/platform/instant.ts";
import { madeOnce } from "../../../../functions/platform/made-once.ts";
import type { VirtualTimers } from "./virtual-timers.ts";
import type { FailedExecution, VisitedState, WorkflowView } from "./workflow-messages.ts";

interface Setting {
  /** The ASL document, as JSON. */
  readonly definition: string;
  /** The same timers that the global `setTimeout` and `clearTimeout` use. */
  readonly timers: VirtualTimers;
  /** Answers as JSON text, as a function in Lambda does. */
  readonly runTask: (state: string, input: string) => Promise<string>;
}

/** All executions of one state machine. Nothing moves but in `advance`. */
export interface Executions {
  /** Begins at the next advance, unless the name was used before. @returns whether one of that name has ended. */
  start(name: string, input: string): boolean;
  /**
   * Goes from timer to timer until `until`. After each it waits until every execution sleeps again, so executions
   * never interleave and time stands still while a task runs.
   */
  advance(until: Instant): Promise<void>;
  view(): WorkflowView;
  history(name: string): readonly VisitedState[];
}

const mostTurnsToFallAsleep = 1_000;

/**
 * How many strands an execution goes on in within a Map cannot be seen from outside. There it is asleep when it has done
 * nothing for so many turns of the event loop: more than the library takes from one state to the next.
 */
const quietTurns = 25;

export function executions({ definition, timers, runTask }: Setting): Executions {
  const histories = new Map<string, VisitedState[]>();
  const failed: FailedExecution[] = [];
  const ended = new Set<string>();
  let running = 0;
  let succeeded = 0;
  const tasksInFlight = new Set<Promise<unknown>>();
  const inStrands = /"Type":\s*"Map"/.test(definition);

  const machine = machineOf(definition);
  const taskResourceLocalHandlers = Object.fromEntries(
    taskStatesOf(definition).map((state) => [
      state,
      async (input: unknown) => {
        const task = runTask(state, JSON.stringify(input));
        const settled: Promise<unknown> = task.catch(() => undefined).finally(() => tasksInFlight.delete(settled));
        tasksInFlight.add(settled);
        return JSON.parse(await task);
      },
    ]),
  );

  function begin(name: string, input: string): void {
    const { result, eventLogs } = machine.run(JSON.parse(input), {
      overrides: { taskResourceLocalHandlers },
      context: { Execution: { Name: name } },
    });
    void keepHistory(eventLogs, histories.get(name) ?? []);
    result.then(
      () => {
        succeeded++;
        running--;
        ended.add(name);
      },
      (error: unknown) => {
        failed.push({ name, error: causeOf(error) });
        running--;
        ended.add(name);
      },
    );
  }

  /** Asleep means, without a Map, exactly this: no task is in flight, and each execution that has not ended holds one timer. */
  async function untilAllSleep(): Promise<void> {
    for (let turn = 0; turn < mostTurnsToFallAsleep; turn++) {
      await new Promise(setImmediate);
      while (tasksInFlight.size > 0) {
        await Promise.all(tasksInFlight);
        await new Promise(setImmediate);
        turn = 0;
      }
      if (inStrands ? turn >= quietTurns : timers.pendingCount() === running) return;
    }
    throw new Error(
      `${running} executions run but ${timers.pendingCount()} timers are set: some state waits for something that is neither a task nor a timer.`,
    );
  }

  return {
    start: (name, input) => {
      if (histories.has(name)) return ended.has(name);
      histories.set(name, []);
      running++;
      timers.setTimeout(() => begin(name, input), 0);
      return false;
    },
    advance: async (until) => {
      const untilMs = Math.max(msOf(until), timers.nowMs());
      for (let next = timers.nextAtMs(); next !== undefined && next <= untilMs; next = timers.nextAtMs()) {
        timers.fireNext();
        await untilAllSleep();
      }
      timers.moveTo(untilMs);
    },
    view: () => {
      const nextMs = timers.nextAtMs();
      return {
        now: instantOfMs(timers.nowMs()),
        nextWakeAt: nextMs === undefined ? undefined : instantOfMs(nextMs),
        running,
        succeeded,
        failed,
      };
    },
    history: (name) => histories.get(name) ?? [],
  };
}

type EventLogs = ReturnType<StateMachine["run"]>["eventLogs"];

async function keepHistory(events: EventLogs, history: VisitedState[]): Promise<void> {
  for await (const event of events) {
    if (event.type === "StateEntered") history.push({ at: instantOfMs(event.timestamp), state: event.state.name });
    if (event.type === "ExecutionSucceeded" || event.type === "ExecutionFailed") return;
  }
}

/** Checking a definition takes almost half a second; a machine remembers nothing of what it runs. */
const machineOf = madeOnce((definition: string) => new StateMachine(JSON.parse(withArns(definition))));

/** Fills the places that a deployment fills with the ARNs of functions; nothing here is ever called by them. */
const withArns = (definition: string) =>
  definition.replaceAll(/\$\{(\w+)\}/g, "arn:aws:lambda:us-east-1:123456789012:function:$1");

interface States {
  readonly States: Readonly<Record<string, { readonly Type: string; readonly ItemProcessor?: States }>>;
}

function taskStatesOf(definition: string): string[] {
  const within = ({ States }: States): string[] =>
    Object.entries(States).flatMap(([name, { Type, ItemProcessor }]) =>
      ItemProcessor === undefined ? (Type === "Task" ? [name] : []) : within(ItemProcessor),
    );
  return within(JSON.parse(definition));
}

function causeOf(error: unknown): string {
  const cause = error instanceof ExecutionError ? error.cause : error;
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
}
