import { readFileSync } from "node:fs";
import * as z from "zod/mini";
import { type ActName, acts } from "../../lib/functions.ts";

const stateSchema = z.object({ Type: z.string(), Resource: z.optional(z.string()) });
const workflowSchema = z.object({ States: z.record(z.string(), stateSchema) });

const file = new URL("../../workflows/dunning.asl.json", import.meta.url);
const { States: states } = workflowSchema.parse(JSON.parse(readFileSync(file, "utf8")));

const placeholders = new Map<string, ActName>(
  acts.map(({ name, wokenBy: { box } }): [string, ActName] => [`\${${box}FunctionArn}`, name]),
);

/**
 * The function behind a Task state of workflows/dunning.asl.json, found as the deployment finds it: by the placeholder that
 * the state names. Several states may share one function.
 * @throws RangeError naming the state if none stands there.
 */
export function actBehind(state: string): ActName {
  const act = placeholders.get(states[state]?.Resource ?? "");
  if (act === undefined) throw new RangeError(`No function of lib/functions.ts stands behind the state ${state}.`);
  return act;
}
