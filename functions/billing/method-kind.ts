/** What kind of means of payment it is, in no provider's dialect. `legacy-source`: a card of the time before payment methods. */
export const methodKinds = [
  "card",
  "sepa-debit",
  "us-bank-account",
  "bacs-debit",
  "acss-debit",
  "au-becs-debit",
  "link",
  "wallet",
  "legacy-source",
  "other",
] as const;
export type MethodKind = (typeof methodKinds)[number];

/**
 * The number that verdicts and budgets belong to: one card or account has one, whatever ids it is saved under. Test
 * cards share one fingerprint; the last four tell them apart. Undefined where the provider gives no fingerprint: then
 * the method's own id is all there is.
 */
export const numberOf = (fingerprint: string | undefined, last4: string | undefined): string | undefined =>
  fingerprint === undefined ? undefined : [fingerprint, last4].filter((part) => part !== undefined).join(":");

const debits: ReadonlySet<MethodKind> = new Set([
  "sepa-debit",
  "us-bank-account",
  "bacs-debit",
  "acss-debit",
  "au-becs-debit",
]);

/** Whether a bank account is debited: it takes days to succeed, and the bank's return codes say what may be repeated. */
export const isDebit = (kind: MethodKind): boolean => debits.has(kind);
