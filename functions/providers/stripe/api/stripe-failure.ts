import Stripe from "stripe";
import { BusyError, ConfigurationError, RetryableError, TerminalError } from "../../../platform/errors.ts";

const { errors } = Stripe;

/** The request was understood and refused: a wrong state, a missing object, a parameter that does not fit. */
export const isRefusal = (error: unknown): error is InstanceType<typeof errors.StripeInvalidRequestError> =>
  error instanceof errors.StripeInvalidRequestError && error.code !== "lock_timeout";

/** What the Payments port throws for a failed call to Stripe; anything that is not Stripe's stays as it is. */
export function failureOf(error: unknown, doing: string): unknown {
  if (!(error instanceof errors.StripeError)) return error;
  const sentence = `${doing}: Stripe answered ${[error.statusCode, error.code].filter(Boolean).join(" ") || "nothing"}. ${error.message}`;
  if (error instanceof errors.StripeAuthenticationError || error instanceof errors.StripePermissionError)
    return new ConfigurationError(
      `${sentence} Fill the secret of the provider's API key with a key of this Stripe account that may do this.`,
      { cause: error },
    );
  if (isAskedTooMuch(error)) return new BusyError(sentence, retryAfterMs(error), { cause: error });
  return isPassing(error)
    ? new RetryableError(sentence, { cause: error })
    : new TerminalError(sentence, { cause: error });
}

/** A lock on one object answers 429 as well, and says nothing of the rate. */
const isAskedTooMuch = (error: InstanceType<typeof errors.StripeError>): boolean =>
  error instanceof errors.StripeRateLimitError && error.code !== "lock_timeout";

/** Where Stripe does not say how long: its limits are counted by the second. */
const usualSilenceMs = 2_000;
/** A header that asks for more than this is taken for a mistake. */
const longestSilenceMs = 10 * 60_000;

/** `Retry-After` in seconds; a date, which Stripe does not send, is not read. */
function retryAfterMs({ headers }: InstanceType<typeof errors.StripeError>): number {
  const seconds = Number(headers?.["retry-after"]);
  if (!Number.isFinite(seconds) || seconds <= 0) return usualSilenceMs;
  return Math.min(seconds * 1000, longestSilenceMs);
}

function isPassing(error: InstanceType<typeof errors.StripeError>): boolean {
  if (error instanceof errors.StripeRateLimitError || error instanceof errors.StripeConnectionError) return true;
  // 409: a request with the same idempotency key is still being worked on.
  if (error instanceof errors.StripeAPIError)
    return [undefined, 409].includes(error.statusCode) || isServerError(error);
  return error.code === "lock_timeout";
}

const isServerError = ({ statusCode = 0 }: { readonly statusCode?: number }) => statusCode >= 500;

/** The result of `call`, its failures as the port throws them. */
export async function answered<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw failureOf(error, doing);
  }
}
