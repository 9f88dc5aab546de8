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
