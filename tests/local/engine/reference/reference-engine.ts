import { readFile } from "node:fs/promises";
import type { WorkflowEngine, WorkflowEngineSetting } from "../../../../local/engine/workflow-engine.ts";
import type { Command } from "./workflow-messages.ts";
import { startWorkflowThread } from "./workflow-thread.ts";

/**
 * What the engine is held to: aws-local-stepfunctions, which interprets the Amazon States Language, in a thread of its own
 * whose timers, date and chance are virtual. Whoever starts it stops it.
 * @throws Error if the definition is not a valid state machine.
 */
export async function startReferenceEngine(setting: WorkflowEngineSetting): Promise<WorkflowEngine> {
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
