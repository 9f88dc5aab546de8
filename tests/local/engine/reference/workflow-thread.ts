import { Worker } from "node:worker_threads";
import { messageOf } from "../../../../functions/platform/errors.ts";
import type { Command, FromWorker, TaskOutcome, ToWorker, WorkflowSetting } from "./workflow-messages.ts";

type TaskMessage = Extract<FromWorker, { type: "task" }>;
type Done = Extract<FromWorker, { type: "done" }>;

/** The worker, seen from the main thread. */
export interface WorkflowThread {
  /** @throws Error if the worker refuses, has failed or has stopped. */
  call(command: Command): Promise<Done>;
  stop(): Promise<void>;
}

/** Workers that wait for their next setting: to start one takes half a second, most of it for compiling the interpreter. */
const idle: Worker[] = [];

function beginningWorker(setting: WorkflowSetting): Worker {
  const worker = idle.pop() ?? new Worker(new URL("./workflow-worker.ts", import.meta.url));
  worker.ref();
  worker.postMessage({ type: "begin", setting } satisfies ToWorker);
  return worker;
}

/** Keeps a worker that does nothing for the next setting; it does not keep this process alive. */
function keep(worker: Worker): void {
  for (const event of ["error", "exit", "message"]) worker.removeAllListeners(event);
  worker.unref();
  idle.push(worker);
}

/** Begins on a worker. `runTask` answers its tasks, and what it throws crosses to the worker by name and message. */
export function startWorkflowThread(
  setting: WorkflowSetting,
  runTask: (task: TaskMessage) => Promise<unknown>,
): WorkflowThread {
  const worker = beginningWorker(setting);
  const post = (message: ToWorker) => worker.postMessage(message);
  const waiting = new Map<number, PromiseWithResolvers<Done>>();
  let lastId = 0;
  let end: Error | undefined;

  const endWith = (error: Error) => {
    end ??= error;
    for (const { reject } of waiting.values()) reject(end);
    waiting.clear();
  };
  worker.on("error", (error) => endWith(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", () => endWith(new Error("The workflow engine has stopped.")));
  worker.on("message", async (message: FromWorker) => {
    if (message.type === "task") return post(await outcomeOf(message.id, () => runTask(message)));
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === "done") call?.resolve(message);
    else call?.reject(new Error(message.reason));
  });

  return {
    call: (command) => {
      if (end) return Promise.reject(end);
      const id = ++lastId;
      const answered = Promise.withResolvers<Done>();
      waiting.set(id, answered);
      post({ type: "command", id, command });
      return answered.promise;
    },
    stop: async () => {
      if (end) return;
      // One that is at work could still ask for a task of ours.
      if (waiting.size > 0) await worker.terminate();
      else keep(worker);
      endWith(new Error("The workflow engine has stopped."));
    },
  };
}

async function outcomeOf(id: number, task: () => Promise<unknown>): Promise<TaskOutcome> {
  try {
    return { type: "task-succeeded", id, output: JSON.stringify((await task()) ?? null) };
  } catch (error) {
    return { type: "task-failed", id, name: error instanceof Error ? error.name : "Error", message: messageOf(error) };
  }
}
