import { parentPort } from "node:worker_threads";
import { install } from "@sinonjs/fake-timers";
import { messageOf } from "../../../../functions/platform/errors.ts";
import { instantOfMs, msOf } from "../../../../functions/platform/instant.ts";
import { randomFor } from "../../../../local/engine/random.ts";
import { virtualTimers } from "./virtual-timers.ts";
import { type Executions, executions } from "./workflow-executions.ts";
import type { Command, FromWorker, TaskOutcome, ToWorker, VisitedState, WorkflowSetting } from "./workflow-messages.ts";

/**
 * The thread in which executions run. The interpreter knows only the globals of its thread, so this one gets a time,
 * timers and chance of its own; the main thread keeps the real ones. Each setting gets them anew.
 */
const port = parentPort;
if (!port) throw new Error("workflow-worker.ts runs as a worker thread, started by workflow-engine.ts.");

const post = (message: FromWorker) => port.postMessage(message);
const date = install({ toFake: ["Date"] });

const answers = new Map<number, PromiseWithResolvers<string>>();
let lastTask = 0;
let current: Executions | undefined;

function begin({ definition, start, seed }: WorkflowSetting): void {
  date.setSystemTime(msOf(start));
  const timers = virtualTimers(msOf(start), (ms) => date.setSystemTime(ms));
  Object.assign(globalThis, { setTimeout: timers.setTimeout, clearTimeout: timers.clearTimeout });
  Math.random = randomFor(seed, "pauses between tries").unit;
  const runTask = (state: string, input: string): Promise<string> => {
    const id = ++lastTask;
    const answer = Promise.withResolvers<string>();
    answers.set(id, answer);
    post({ type: "task", id, now: instantOfMs(timers.nowMs()), state, input });
    return answer.promise;
  };
  current = executions({ definition, timers, runTask });
}

async function obey(
  all: Executions,
  command: Command,
): Promise<{ readonly history: readonly VisitedState[]; readonly spent: boolean }> {
  const spent = command.type === "start" && all.start(command.name, command.input);
  if (command.type === "advance") await all.advance(command.until);
  return { history: command.type === "history" ? all.history(command.name) : [], spent };
}

port.on("message", (message: ToWorker) => {
  if (message.type === "task-succeeded" || message.type === "task-failed") return answered(message);
  // One that cannot begin has failed, as a worker does that throws.
  if (message.type === "begin") return begin(message.setting);
  const all = current;
  if (all === undefined) throw new Error("The worker has not been told what to run.");
  const { id, command } = message;
  obey(all, command).then(
    (done) => post({ type: "done", id, view: all.view(), ...done }),
    (error) => post({ type: "refused", id, reason: messageOf(error) }),
  );
});

function answered(outcome: TaskOutcome): void {
  const answer = answers.get(outcome.id);
  answers.delete(outcome.id);
  if (outcome.type === "task-succeeded") answer?.resolve(outcome.output);
  else answer?.reject(functionError(outcome));
}

/** What Step Functions makes of an error thrown in a function: Retry and Catch match its name, the cause is JSON. */
function functionError({ name, message }: Extract<TaskOutcome, { type: "task-failed" }>): Error {
  const cause = JSON.stringify({ errorType: name, errorMessage: message, trace: [] });
  return Object.assign(new Error(cause), { name });
}
