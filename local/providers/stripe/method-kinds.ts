/** Bank debits: their answer comes days after they were started. */
export const debitKinds = ["sepa_debit", "us_bank_account", "bacs_debit", "acss_debit"] as const;
export type DebitKind = (typeof debitKinds)[number];

/** What is known of a debit scheme: where it is used, in what money, and how soon its answer comes. */
export interface DebitScheme {
  /** What a visitor of the sandbox reads. */
  readonly label: string;
  readonly currency: string;
  /** Business days until the answer as a rule, and when the bank takes its time. */
  readonly usualDays: number;
  readonly lateDays: number;
}

/** Stripe's pages on each method tell the days: docs.stripe.com/payments/sepa-debit and its neighbours. */
export const debitSchemes: Readonly<Record<DebitKind, DebitScheme>> = {
  sepa_debit: { label: "SEPA debit", currency: "eur", usualDays: 6, lateDays: 14 },
  us_bank_account: { label: "Bank account (ACH)", currency: "usd", usualDays: 4, lateDays: 7 },
  bacs_debit: { label: "BACS debit", currency: "gbp", usualDays: 3, lateDays: 6 },
  acss_debit: { label: "Pre-authorized debit", currency: "cad", usualDays: 5, lateDays: 8 },
};

export const isDebitKind = (kind: string): kind is DebitKind => debitKinds.some((known) => known === kind);
