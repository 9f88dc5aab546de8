import type { Decline } from "../../../functions/billing/payment.ts";

/** What can be wrong with a card. */
export const troubleKinds = [
  "insufficient-funds",
  "do-not-honor",
  "generic",
  "velocity",
  "processing-error",
  "authentication-required",
  "expired",
  "lost",
  "stolen",
] as const;
export type TroubleKind = (typeof troubleKinds)[number];

export type CardBrand = "visa" | "mastercard" | "amex";

/** One decline as Stripe reports it. */
export interface DeclineReason {
  /** `error.code` and `charge.failure_code`. */
  readonly code: string;
  readonly declineCode: string;
  readonly message: string;
  readonly adviceCode: "confirm_card_data" | "do_not_try_again" | "try_again_later" | null;
  /** The response code, and Mastercard's merchant advice code, by network. */
  readonly visa: string;
  readonly mastercard: readonly [response: string, advice: string | null];
}

const declined = (
  declineCode: string,
  adviceCode: DeclineReason["adviceCode"],
  visa: string,
  mastercard: DeclineReason["mastercard"],
  message = "Your card was declined.",
  code = "card_declined",
): DeclineReason => ({ code, declineCode, message, adviceCode, visa, mastercard });

/** Stripe: docs.stripe.com/declines/codes; Visa: Core Rules, Table 7-2; Mastercard: merchant advice codes. */
export const declineReasons: Readonly<Record<TroubleKind, DeclineReason>> = {
  "insufficient-funds": declined(
    "insufficient_funds",
    "try_again_later",
    "51",
    ["51", "02"],
    "Your card has insufficient funds.",
  ),
  "do-not-honor": declined("do_not_honor", "try_again_later", "05", ["05", "25"]),
  generic: declined("generic_decline", "try_again_later", "05", ["05", null]),
  velocity: declined("card_velocity_exceeded", "try_again_later", "65", ["65", "24"]),
  "processing-error": declined(
    "processing_error",
    "try_again_later",
    "96",
    ["96", null],
    "An error occurred while processing your card. Try again in a little bit.",
    "processing_error",
  ),
  "authentication-required": declined(
    "authentication_required",
    null,
    "1A",
    ["65", null],
    "Your card was declined. This transaction requires authentication.",
    "authentication_required",
  ),
  expired: declined("expired_card", "confirm_card_data", "54", ["54", "01"], "Your card has expired.", "expired_card"),
  lost: declined("lost_card", "do_not_try_again", "41", ["41", "03"]),
  stolen: declined("stolen_card", "do_not_try_again", "43", ["43", "03"]),
};

/** The codes the card's own network gives for it. Amex numbers its codes in its own way and gives no advice. */
export function networkCodesOf(kind: TroubleKind, brand: CardBrand): Pick<Decline, "networkCode" | "adviceCode"> {
  const { visa, mastercard } = declineReasons[kind];
  if (brand === "visa") return { networkCode: visa };
  if (brand === "mastercard") return { networkCode: mastercard[0], adviceCode: mastercard[1] ?? undefined };
  return {};
}
