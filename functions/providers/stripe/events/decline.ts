import type { Decline } from "../../../billing/payment.ts";
import { networkOf } from "./card-brand.ts";

/** Codes that say no more than "declined". */
const generic: ReadonlySet<string> = new Set(["card_declined", "generic_decline", "do_not_honor", "try_again_later"]);

/**
 * A decline in Stripe's words. Stripe's own advice is heard where it forbids what a generic code would leave open.
 * @param networkAdviceCode the network's, as in Mastercard's merchant advice code; `advice` is Stripe's.
 */
export function declineOf({
  code,
  advice,
  networkCode,
  networkAdviceCode,
  brand,
}: {
  readonly code: string | undefined;
  readonly advice: string | undefined;
  readonly networkCode: string | undefined;
  readonly networkAdviceCode: string | undefined;
  readonly brand: string | undefined;
}): Decline {
  const forbidden = advice === "do_not_try_again" && (code === undefined || generic.has(code));
  return {
    providerCode: forbidden ? advice : code,
    networkCode,
    adviceCode: networkAdviceCode,
    network: networkOf(brand),
  };
}
