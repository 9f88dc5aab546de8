import type { Log } from "../ports/log.ts";

/**
 * Log lines through the console. Lambda's JSON log format makes each `{ ...facts, event }` a structured line of the
 * right level, which metric filters match by `$.message.event`.
 */
export const consoleLog = (): Log => ({
  info: (event, facts) => console.info({ ...facts, event }),
  warn: (event, facts) => console.warn({ ...facts, event }),
  error: (event, facts) => console.error({ ...facts, event }),
});
