import { messageOf, RetryableError } from "../errors.ts";

const transientNames = new Set([
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestTimeout",
  "ThrottlingException",
  "TimeoutError",
  "TooManyRequestsException",
]);
const networkCodes = new Set(
  "EAI_AGAIN ECONNREFUSED ECONNRESET EHOSTUNREACH ENETUNREACH ENOTFOUND EPIPE ETIMEDOUT".split(" "),
);

/** How long a call to an AWS service may take before it counts as unanswered. The SDK then repeats it: three tries in all, four for DynamoDB. */
export const requestHandler = { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true };

/** What to throw for a failed call: RetryableError if the service was busy, down or unreachable, else the error itself. */
export function serviceFailure(error: unknown, doing: string): unknown {
  return isTransient(error)
    ? new RetryableError(`${doing} got no answer: ${messageOf(error)}`, { cause: error })
    : error;
}

function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (transientNames.has(error.name)) return true;
  if ("code" in error && networkCodes.has(String(error.code))) return true;
  const status = httpStatusOf(error);
  return status === 429 || status >= 500;
}

function httpStatusOf(error: Error): number {
  if (!("$metadata" in error) || typeof error.$metadata !== "object" || error.$metadata === null) return 0;
  return "httpStatusCode" in error.$metadata ? Number(error.$metadata.httpStatusCode) : 0;
}
