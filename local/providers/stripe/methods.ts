import type { Instant } from "../../../functions/platform/instant.ts";
import { randomFor } from "../../engine/random.ts";
import { expiryInstant, nextPayday } from "./billing-calendar.ts";
import {
  type BankTroubleKind,
  bankTroubleKinds,
  type CardBrand,
  type CardTroubleKind,
  cardTroubleKinds,
  type TroubleKind,
} from "./decline-reasons.ts";
import { type DebitKind, debitSchemes, isDebitKind } from "./method-kinds.ts";
import type { CardRecord, DebitRecord, LinkRecord, MethodRecord, Trouble } from "./records.ts";

/** What can be put into the billing portal as a card: one that works, or one with a given trouble. */
export type CardKind = CardBrand | CardTroubleKind;

/** A bank account that can be debited, or one with a given trouble. */
export type AccountKind = DebitKind | `${DebitKind}:${BankTroubleKind}`;

/** Everything a customer can put in. */
export type ChosenKind = CardKind | AccountKind | "link" | "apple_pay" | "google_pay";

/** What a visitor of the sandbox can choose from. */
export const chosenKinds: readonly {
  readonly kind: ChosenKind;
  readonly label: string;
  readonly effect: string;
}[] = [
  { kind: "visa", label: "Visa •••• 4242", effect: "Works." },
  { kind: "mastercard", label: "Mastercard •••• 4444", effect: "Works." },
  { kind: "amex", label: "American Express •••• 0005", effect: "Works." },
  {
    kind: "insufficient-funds",
    label: "Visa •••• 9995",
    effect: "Declined for insufficient funds until the next payday.",
  },
  { kind: "do-not-honor", label: "Mastercard •••• 0341", effect: "Declined without a reason; may work another hour." },
  { kind: "processing-error", label: "Visa •••• 0119", effect: "Declined for a processing error; soon works." },
  {
    kind: "authentication-required",
    label: "Visa •••• 3184",
    effect: "The bank asks the customer to confirm each payment.",
  },
  { kind: "expired", label: "Visa •••• 0069", effect: "Expired; never works." },
  { kind: "lost", label: "Mastercard •••• 9987", effect: "Reported lost; never works." },
  { kind: "apple_pay", label: "Apple Pay", effect: "Works: a card in a wallet." },
  { kind: "link", label: "Link", effect: "Works: a card that only Link knows." },
  { kind: "sepa_debit", label: "SEPA debit •••• 3000", effect: "Takes business days, then works." },
  {
    kind: "sepa_debit:insufficient-funds",
    label: "SEPA debit •••• 9995",
    effect: "Takes business days; returned until the next payday.",
  },
  {
    kind: "us_bank_account:account-closed",
    label: "Bank account (ACH) •••• 1113",
    effect: "Takes business days; the account is closed.",
  },
];

const last4OfCard: Readonly<Record<CardKind, string>> = {
  visa: "4242",
  mastercard: "4444",
  amex: "0005",
  "insufficient-funds": "9995",
  "do-not-honor": "0341",
  generic: "0002",
  velocity: "6975",
  "processing-error": "0119",
  "authentication-required": "3184",
  expired: "0069",
  lost: "9987",
  stolen: "9979",
  revoked: "9235",
  fraudulent: "0019",
  "blocked-by-rule": "0101",
};

const last4OfAccount: Readonly<Record<BankTroubleKind, string>> = {
  "insufficient-funds": "9995",
  "account-closed": "1113",
  "no-account": "1116",
  "debit-not-authorized": "0227",
  "account-restricted": "0321",
};

const brandOfTrouble = (kind: CardTroubleKind): CardBrand =>
  kind === "do-not-honor" || kind === "lost" ? "mastercard" : "visa";

const isCardTrouble = (kind: CardKind): kind is CardTroubleKind => cardTroubleKinds.some((trouble) => trouble === kind);

/** How such a trouble goes on when nothing more is known of it. */
export function usualTrouble(kind: TroubleKind, now: Instant): Trouble {
  if (kind === "insufficient-funds") return { kind, clearsAt: nextPayday(now, [1, 15]) };
  if (kind === "processing-error") return { kind, clearsPerTry: 0.8 };
  if (kind === "do-not-honor" || kind === "generic" || kind === "velocity") return { kind, clearsPerTry: 0.3 };
  if (kind === "fraudulent") return { kind, clearsPerTry: 0.2 };
  return { kind };
}

/** A new card of that kind, not yet attached to anybody. It expires three years from now, or last month. */
export function newCard(id: string, kind: CardKind, country: string, now: Instant): CardRecord {
  const month = new Date(now).getUTCMonth() + 1;
  const year = new Date(now).getUTCFullYear();
  const expired = kind === "expired";
  return {
    kind: "card",
    funding: "credit",
    wallet: null,
    id,
    numberOf: id,
    createdAt: now,
    brand: isCardTrouble(kind) ? brandOfTrouble(kind) : kind,
    country,
    last4: last4OfCard[kind],
    expMonth: expired ? ((month + 10) % 12) + 1 : month,
    expYear: expired ? year - (month === 1 ? 1 : 0) : year + 3,
    customerId: null,
    trouble: isCardTrouble(kind) && !expired ? usualTrouble(kind, now) : undefined,
  };
}

/** A new bank account, not yet attached to anybody. */
export function newDebit(id: string, kind: AccountKind, country: string, now: Instant): DebitRecord {
  const [scheme, wrong] = kind.split(":");
  const trouble = bankTroubleKinds.find((known) => known === wrong);
  if (scheme === undefined || !isDebitKind(scheme)) throw new RangeError(`There is no debit scheme ${scheme}.`);
  return {
    kind: scheme,
    id,
    numberOf: id,
    createdAt: now,
    country,
    last4: trouble === undefined ? "3000" : last4OfAccount[trouble],
    customerId: null,
    trouble: trouble && usualTrouble(trouble, now),
  };
}

export const newLink = (id: string, country: string, now: Instant): LinkRecord => ({
  kind: "link",
  id,
  numberOf: id,
  createdAt: now,
  country,
  last4: "",
  customerId: null,
  trouble: undefined,
});

/** A new means of payment of whatever kind was chosen. */
export function newMethod(id: string, kind: ChosenKind, country: string, now: Instant): MethodRecord {
  if (kind === "link") return newLink(id, country, now);
  if (kind === "apple_pay" || kind === "google_pay") return { ...newCard(id, "visa", country, now), wallet: kind };
  return isAccount(kind) ? newDebit(id, kind, country, now) : newCard(id, kind, country, now);
}

const isAccount = (kind: ChosenKind): kind is AccountKind => isDebitKind(kind.split(":")[0] ?? "");

/** The same card or account put in once more: another method with the same number, its troubles included. */
export const sameNumber = (method: MethodRecord, id: string, now: Instant): MethodRecord => ({
  ...method,
  id,
  createdAt: now,
  customerId: null,
});

export const isDebit = (method: MethodRecord): method is DebitRecord => method.kind in debitSchemes;
export const isCard = (method: MethodRecord): method is CardRecord =>
  method.kind === "card" || method.kind === "legacy-source";

/** What names the number to whoever may not see it. Link tells of none, so there the method stands for itself. */
export const fingerprintOf = ({ kind, id, numberOf, last4 }: MethodRecord): string =>
  kind === "link" ? id : `fp_${numberOf}_${last4}`;

/**
 * What the bank says to a charge at `now`: undefined if it approves. A trouble that is over is taken off the method. The
 * same number in the same hour gets the same answer.
 */
export function bankAnswer(method: MethodRecord, now: Instant, seed: number): TroubleKind | undefined {
  if (isCard(method) && expiryInstant(method.expMonth, method.expYear) <= now) return "expired";
  const { trouble } = method;
  if (trouble === undefined || trouble.returnedAfterDays !== undefined) return undefined;
  const hour = now.slice(0, 13);
  const over =
    (trouble.clearsAt !== undefined && trouble.clearsAt <= now) ||
    randomFor(seed, "bank", method.numberOf, hour).chance(trouble.clearsPerTry ?? 0);
  if (!over) return trouble.kind;
  method.trouble = undefined;
  return undefined;
}
