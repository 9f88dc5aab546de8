import { readFileSync } from "node:fs";
import * as z from "zod/mini";
import { type ActName, acts, type SweepBoxName, sweepBoxes } from "../../lib/functions.ts";

const stateSchema = z.object({
  Type: z.string(),
  Resource: z.optional(z.string()),
  get ItemProcessor() {
    return z.optional(z.object({ States: z.record(z.string(), stateSchema) }));
  },
});
const workflowSchema = z.object({ States: z.record(z.string(), stateSchema) });
type Boxes = z.infer<typeof workflowSchema>["States"];

const readBoxes = (file: URL): Boxes => {
  const withinMaps = ({ States }: { readonly States: Boxes }): Boxes =>
    Object.assign(
      { ...States },
      ...Object.values(States).map(({ ItemProcessor }) => ItemProcessor && withinMaps(ItemProcessor)),
    );
  return withinMaps(workflowSchema.parse(JSON.parse(readFileSync(file, "utf8"))));
};

/** Of each Task state, the function behind it, found as the deployment finds it: by the placeholder that the state names. */
function behind<Name extends string>(
  file: URL,
  listed: readonly { readonly name: Name; readonly wokenBy: { readonly box: string } }[],
): (state: string) => Name {
  const boxes = readBoxes(file);
  const placeholders = new Map(listed.map(({ name, wokenBy: { box } }) => [`\${${box}FunctionArn}`, name]));
  return (state) => {
    const name = placeholders.get(boxes[state]?.Resource ?? "");
    if (name === undefined) throw new RangeError(`No function of lib/functions.ts stands behind the state ${state}.`);
    return name;
  };
}

/**
 * The function behind a Task state of workflows/dunning.asl.json. Several states may share one function.
 * @throws RangeError naming the state if none stands there.
 */
export const actBehind: (state: string) => ActName = behind(
  new URL("../../workflows/dunning.asl.json", import.meta.url),
  acts,
);

/** The same of workflows/sweep.asl.json. @throws RangeError naming the state if none stands there. */
export const sweepBoxBehind: (state: string) => SweepBoxName = behind(
  new URL("../../workflows/sweep.asl.json", import.meta.url),
  sweepBoxes,
);
