import type { Attempt } from "../billing/attempts.ts";
import type { Wallet } from "../billing/method-to-charge.ts";
import type { LetterFates } from "../messages/letter-fates.ts";
import type { Instant } from "../platform/instant.ts";
import type { DunningPolicy } from "./policy/dunning-policy.ts";

/** What a plan needs to know beyond the case. */
export interface CaseContext {
  /** IANA zone of the customer. */
  readonly timeZone: string;
  /** Every charge known of the payer, by anybody and of whatever invoice, oldest first. */
  readonly attempts: readonly Attempt[];
  /** The methods that the customer chose. */
  readonly wallet: Wallet;
  /** What became of the customer's letters. */
  readonly letters: LetterFates;
}

/** What a decision about a case rests on. */
export interface Situation {
  readonly policy: DunningPolicy;
  readonly context: CaseContext;
  readonly now: Instant;
}
