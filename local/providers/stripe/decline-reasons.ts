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

const plainly = { code: "card_declined", message: "Your card was declined." };

/** Stripe: docs.stripe.com/declines/codes; Visa: Core Rules, Table 7-2; Mastercard: merchant advice codes. */
export const declineReasons: Readonly<Record<TroubleKind, DeclineReason>> = {
  "insufficient-funds": {
    code: "card_declined",
    declineCode: "insufficient_funds",
    message: "Your card has insufficient funds.",
    adviceCode: "try_again_later",
    visa: "51",
    mastercard: ["51", "02"],
  },
  "do-not-honor": {
    ...plainly,
    declineCode: "do_not_honor",
    adviceCode: "try_again_later",
    visa: "05",
    mastercard: ["05", "25"],
  },
  generic: {
    ...plainly,
    declineCode: "generic_decline",
    adviceCode: "try_again_later",
    visa: "05",
    mastercard: ["05", null],
  },
  velocity: {
    ...plainly,
    declineCode: "card_velocity_exceeded",
    adviceCode: "try_again_later",
    visa: "65",
    mastercard: ["65", "24"],
  },
  "processing-error": {
    code: "processing_error",
    declineCode: "processing_error",
    message: "An error occurred while processing your card. Try again in a little bit.",
    adviceCode: "try_again_later",
    visa: "96",
    mastercard: ["96", null],
  },
  "authentication-required": {
    code: "authentication_required",
    declineCode: "authentication_required",
    message: "Your card was declined. This transaction requires authentication.",
    adviceCode: null,
    visa: "1A",
    mastercard: ["65", null],
  },
  expired: {
    code: "expired_card",
    declineCode: "expired_card",
    message: "Your card has expired.",
    adviceCode: "confirm_card_data",
    visa: "54",
    mastercard: ["54", "01"],
  },
  lost: {
    ...plainly,
    declineCode: "lost_card",
    adviceCode: "do_not_try_again",
    visa: "41",
    mastercard: ["41", "03"],
  },
  stolen: {
    ...plainly,
    declineCode: "stolen_card",
    adviceCode: "do_not_try_again",
    visa: "43",
    mastercard: ["43", "03"],
  },
};

/** The codes the card's own network gives for it. Amex numbers its codes in its own way and gives no advice. */
export function networkCodesOf(kind: TroubleKind, brand: CardBrand): Pick<Decline, "networkCode" | "adviceCode"> {
  const { visa, mastercard } = declineReasons[kind];
  if (brand === "visa") return { networkCode: visa };
  if (brand === "mastercard") return { networkCode: mastercard[0], adviceCode: mastercard[1] ?? undefined };
  return {};
}
