import { endKinds, type MessageVariables, messageVariablesSchema } from "../../functions/messages/message.ts";

export type VariableName = keyof MessageVariables;

const { shape } = messageVariablesSchema;

export const isVariable = (name: string): name is VariableName => Object.hasOwn(shape, name);

/** Every variable a message may speak of. */
export const variableNames: readonly VariableName[] = Object.keys(shape).filter(isVariable);

/** Whether it counts something: only such a variable may be asked for its plural. */
export const isNumber = (name: VariableName): boolean => shape[name].def.type === "number";

/** Whether it chooses between wordings and is never shown itself. */
export const isChoice = (name: VariableName): boolean => shape[name].def.type === "enum";

const optional: ReadonlySet<VariableName> = new Set<VariableName>([
  "customerName",
  "plan",
  "cardBrand",
  "cardLast4",
  "nextDate",
  "pauseDate",
  "endDate",
]);

/** Whether it may come empty: outside a fact it then needs a select that says what stands in its place. */
export const isOptional = (name: VariableName): boolean => optional.has(name);

/** The keys a select on it may have, and the value each stands for: ICU allows neither a hyphen nor an empty key. */
export function selectKeys(name: VariableName): ReadonlyMap<string, string> {
  const values = isChoice(name) ? endKinds : [""];
  return new Map(values.map((value) => [value === "" ? "none" : value.replaceAll("-", "_"), value]));
}
