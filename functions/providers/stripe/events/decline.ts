import type { Decline } from "../../../billing/payment.ts";
import { networkOf } from "./card-brand.ts";

/** Stripe's advice that says more than its code; `try_again_later` says nothing that the code does not. */
const telling: ReadonlySet<string> = new Set(["do_not_try_again", "confirm_card_data"]);

/** Reasons of an outcome that are no decline codes: why Stripe, not the bank, stopped it. */
const notCodes: ReadonlySet<string> = new Set([
  "rule",
  "elevated_risk_level",
  "requested_block_on_incremental_authorization",
]);

/**
 * A decline in Stripe's words.
 * @param reason the outcome's reason, or the error's decline code; `code` is the general one beside it.
 * @param networkAdviceCode the network's, as in Mastercard's merchant advice code; `advice` is Stripe's.
 * @param outcomeType `blocked` where a rule stopped the charge before it came to the bank.
 */
export function declineOf({
  reason,
  code,
  advice,
  networkCode,
  networkAdviceCode,
  brand,
  outcomeType,
}: {
  readonly reason?: string | undefined;
  readonly code: string | undefined;
  readonly advice: string | undefined;
  readonly networkCode: string | undefined;
  readonly networkAdviceCode: string | undefined;
  readonly brand: string | undefined;
  readonly outcomeType?: string | undefined;
}): Decline {
  return {
    providerCode: reason === undefined || notCodes.has(reason) ? code : reason,
    networkCode,
    adviceCode: networkAdviceCode,
    network: networkOf(brand),
    providerAdvice: telling.has(advice ?? "") ? advice : undefined,
    blockedByMerchant: outcomeType === "blocked" ? true : undefined,
  };
}
