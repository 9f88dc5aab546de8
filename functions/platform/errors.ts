/**
 * Errors that cross a boundary. `name` is literal because the workflow's Retry and Catch match it and
 * bundles are minified.
 */

/** The request is wrong: answered with `status` and `message`, which names the field and the fix. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly status: 400 | 401 | 403 | 404 | 405 | 410 | 413 | 415;
  constructor(status: RequestError["status"], message: string) {
    super(message);
    this.status = status;
  }
}

/** Something the operator must set is missing or unusable; the message says what and how. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/** The item changed since it was read; load it again and decide again. */
export class StaleRevisionError extends Error {
  override readonly name = "StaleRevisionError";
}

/** The provider or service did not answer, or asked to be asked again: the same call may succeed later. */
export class RetryableError extends Error {
  override readonly name = "RetryableError";
}

/** The provider refused because it is asked too much, and says for how long it wants to be left alone. */
export class BusyError extends RetryableError {
  readonly retryAfterMs: number;
  constructor(message: string, retryAfterMs: number, options?: ErrorOptions) {
    super(message, options);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Turns at a service's door: so many requests, from then on. */
export interface Turns {
  /** Instant */
  readonly from: string;
  readonly count: number;
}

/**
 * There is no room now. Whoever can come back later does so between `from` and `until`, and shows the turns that were kept
 * for it; whoever cannot matches this as a RetryableError.
 */
export class NotYetError extends RetryableError {
  readonly from: string;
  readonly until: string;
  readonly turns: Turns | undefined;
  constructor(message: string, { from, until, turns }: { from: string; until: string; turns?: Turns | undefined }) {
    super(message);
    this.from = from;
    this.until = until;
    this.turns = turns;
  }
}

/** The provider refused for a reason that no repetition changes. */
export class TerminalError extends Error {
  override readonly name = "TerminalError";
}

/** What was to be saved does not fit into an item of the table. Matched as a TerminalError: saving it again helps nobody. */
export class ItemTooLargeError extends TerminalError {}

/** The message of whatever was thrown. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** The name by which whatever was thrown is matched, in the workflow and in the log. */
export const nameOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : "Error");

/** The call may or may not have taken effect: only a later look can tell. */
export class UnknownOutcomeError extends Error {
  override readonly name = "UnknownOutcomeError";
}
