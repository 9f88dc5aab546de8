/** Whether a parsed event names its object and leaves out what it says. */
export const isThin = (event: unknown): boolean =>
  typeof event === "object" && event !== null && "object" in event && event.object === "v2.core.event";
