import type { Policy } from "../functions/policy/policy.ts";
import { functionList, type ListedFunction } from "./functions.ts";

type EventSource = Policy["provider"]["eventSource"];

/** A way in which the provider's events come in. */
export type Way = Exclude<EventSource, "both">;

export const isOpen = (source: EventSource, way: Way): boolean => source === "both" || source === way;

/** The functions of a deployment: those of the list, but none for a way that events do not come in. */
export const deployedFunctions = (source: EventSource): readonly ListedFunction[] =>
  functionList.filter(
    ({ takesEventsBy }: ListedFunction) => takesEventsBy === undefined || isOpen(source, takesEventsBy),
  );
