import type { Attempt } from "./attempts.ts";

/** The newest failed charge of the invoice: it carries the decline's codes and the method. */
export const newestFailure = (invoiceId: string, attempts: readonly Attempt[]): Attempt | undefined =>
  attempts.findLast((attempt) => attempt.invoiceId === invoiceId && attempt.result === "failed");
