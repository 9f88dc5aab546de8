import type { Attempt } from "../billing/attempts.ts";
import type { Wallet } from "../billing/method-to-charge.ts";
import type { LetterFates } from "../messages/letter-fates.ts";
import type { Instant } from "../platform/instant.ts";
import type { ChargeReason } from "./charge-time.ts";
import type { DunningPolicy } from "./policy/dunning-policy.ts";

/** What a plan needs to know beyond the case. */
export interface CaseContext {
  /** IANA zone of the customer. */
  readonly timeZone: string;
  /** Every charge known of the payer, by anybody and of whatever invoice, oldest first. */
  readonly attempts: readonly Attempt[];
  /** The methods that the customer chose. */
  readonly wallet: Wallet;
  /** The provider stopped collecting by itself when its last charge failed: nobody's wish. */
  readonly stopsByItself?: boolean | undefined;
  /** The case's subscription is paused by us already, at the wish of another case. */
  readonly isPaused?: boolean | undefined;
  /** What became of the customer's letters. */
  readonly letters: LetterFates;
  /** What tells when the payer has money. */
  readonly money?: PayerMoney | undefined;
}

/** Each may be unknown. */
export type PayerMoney = Pick<ChargeReason, "funding" | "country" | "fundedDays">;

/** What a decision about a case rests on. */
export interface Situation {
  readonly policy: DunningPolicy;
  readonly context: CaseContext;
  readonly now: Instant;
}
