import type { Decline } from "../../../functions/billing/payment.ts";

/** What can be wrong with a card. */
export const cardTroubleKinds = [
  "insufficient-funds",
  "do-not-honor",
  "generic",
  "velocity",
  "processing-error",
  "authentication-required",
  "expired",
  "lost",
  "stolen",
  "revoked",
  "fraudulent",
  "blocked-by-rule",
] as const;
export type CardTroubleKind = (typeof cardTroubleKinds)[number];

/** What can be wrong with a bank account. */
export const bankTroubleKinds = [
  "insufficient-funds",
  "account-closed",
  "no-account",
  "debit-not-authorized",
  "account-restricted",
] as const;
export type BankTroubleKind = (typeof bankTroubleKinds)[number];

export type TroubleKind = CardTroubleKind | BankTroubleKind;

/** Troubles that no later charge of the same number gets over, whoever asks. */
export const lastingTroubles: ReadonlySet<TroubleKind> = new Set<TroubleKind>([
  ...(["lost", "stolen", "revoked", "blocked-by-rule"] as const),
  ...(["account-closed", "no-account", "debit-not-authorized", "account-restricted"] as const),
]);

export type CardBrand = "visa" | "mastercard" | "amex";

/** One decline as Stripe reports it. */
export interface DeclineReason {
  /** `error.code` and `charge.failure_code`. */
  readonly code: string;
  readonly declineCode: string;
  readonly message: string;
  readonly adviceCode: "confirm_card_data" | "do_not_try_again" | "try_again_later" | null;
  /** The response code, and Mastercard's merchant advice code, by network; null where no network was asked. */
  readonly visa: string | null;
  readonly mastercard: readonly [response: string | null, advice: string | null];
}

const plainly = { code: "card_declined", message: "Your card was declined." };

/** Stripe: docs.stripe.com/declines/codes; Visa: Core Rules, Table 7-2; Mastercard: merchant advice codes. */
export const declineReasons: Readonly<Record<CardTroubleKind, DeclineReason>> = {
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
  revoked: {
    ...plainly,
    declineCode: "revocation_of_authorization",
    adviceCode: "do_not_try_again",
    visa: "R1",
    mastercard: ["57", "21"],
  },
  fraudulent: {
    ...plainly,
    declineCode: "fraudulent",
    adviceCode: null,
    visa: "59",
    mastercard: ["63", null],
  },
  // No bank was asked: the company's own rule at Stripe stopped it, so no network gives a code.
  "blocked-by-rule": {
    ...plainly,
    declineCode: "fraudulent",
    adviceCode: null,
    visa: null,
    mastercard: [null, null],
  },
};

/** One return of a debit. */
export interface ReturnReason {
  /** `charge.failure_code` and the payment intent's error code. */
  readonly code: string;
  readonly message: string;
  /** NACHA's code. Of the other schemes Stripe passes none on. */
  readonly ach: string;
}

/** docs.stripe.com/declines/network-codes, and the failure codes on each method's own page. */
export const returnReasons: Readonly<Record<BankTroubleKind, ReturnReason>> = {
  "insufficient-funds": {
    code: "insufficient_funds",
    message: "The customer's account has insufficient funds to cover this payment.",
    ach: "R01",
  },
  "account-closed": { code: "account_closed", message: "The customer's bank account has been closed.", ach: "R02" },
  "no-account": { code: "no_account", message: "The customer's bank account could not be located.", ach: "R03" },
  "debit-not-authorized": {
    code: "debit_not_authorized",
    message: "The customer has notified their bank that this payment was unauthorized.",
    ach: "R10",
  },
  "account-restricted": {
    code: "bank_account_restricted",
    message: "The customer's account cannot be debited.",
    ach: "R16",
  },
};

/** The codes the card's own network gives for it. Amex numbers its codes in its own way and gives no advice. */
export function networkCodesOf(kind: CardTroubleKind, brand: CardBrand): Pick<Decline, "networkCode" | "adviceCode"> {
  const { visa, mastercard } = declineReasons[kind];
  if (brand === "visa") return { networkCode: visa ?? undefined };
  if (brand === "mastercard")
    return { networkCode: mastercard[0] ?? undefined, adviceCode: mastercard[1] ?? undefined };
  return {};
}

/** The trouble as a card's; a kind that only bank accounts have is a fault of whoever gave it to a card. */
export function ofCard(kind: TroubleKind): CardTroubleKind {
  const found = cardTroubleKinds.find((known) => known === kind);
  if (found === undefined) throw new RangeError(`A card cannot have the trouble ${kind}.`);
  return found;
}

/** The same for a bank account. */
export function ofBank(kind: TroubleKind): BankTroubleKind {
  const found = bankTroubleKinds.find((known) => known === kind);
  if (found === undefined) throw new RangeError(`A bank account cannot have the trouble ${kind}.`);
  return found;
}
