import type { Log } from "../../functions/platform/ports/log.ts";

/** A log that keeps no lines, only how often each event was logged. */
export interface CountingLog extends Log {
  count(event: string): number;
}

export function countingLog(): CountingLog {
  const counts = new Map<string, number>();
  const line = (event: string) => {
    counts.set(event, (counts.get(event) ?? 0) + 1);
  };
  return { info: line, warn: line, error: line, count: (event) => counts.get(event) ?? 0 };
}
