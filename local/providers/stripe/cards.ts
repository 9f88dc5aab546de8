import type { Instant } from "../../../functions/platform/instant.ts";
import { randomFor } from "../../engine/random.ts";
import { expiryInstant, nextPayday } from "./billing-calendar.ts";
import { type CardBrand, type TroubleKind, troubleKinds } from "./decline-reasons.ts";
import type { CardRecord, Trouble } from "./records.ts";

/** What can be put into the billing portal: a card that works, or one with a given trouble. */
export type CardKind = "visa" | "mastercard" | "amex" | TroubleKind;

/** The cards a visitor of the sandbox can choose from. */
export const cardKinds: readonly { readonly kind: CardKind; readonly label: string; readonly effect: string }[] = [
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
];

const last4ByKind: Readonly<Record<CardKind, string>> = {
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
};

const brandOfTrouble = (kind: TroubleKind): CardBrand =>
  kind === "do-not-honor" || kind === "lost" ? "mastercard" : "visa";

const isTrouble = (kind: CardKind): kind is TroubleKind => troubleKinds.some((trouble) => trouble === kind);

/** How such a trouble goes on when nothing more is known of it. */
function usualTrouble(kind: TroubleKind, now: Instant): Trouble {
  if (kind === "insufficient-funds") return { kind, clearsAt: nextPayday(now, [1, 15]) };
  if (kind === "processing-error") return { kind, clearsPerTry: 0.8 };
  if (kind === "do-not-honor" || kind === "generic" || kind === "velocity") return { kind, clearsPerTry: 0.3 };
  return { kind };
}

/** A new card of that kind, not yet attached to anybody. It expires three years from now, or last month. */
export function newCard(id: string, kind: CardKind, country: string, now: Instant): CardRecord {
  const month = new Date(now).getUTCMonth() + 1;
  const year = new Date(now).getUTCFullYear();
  const expired = kind === "expired";
  return {
    id,
    createdAt: now,
    brand: isTrouble(kind) ? brandOfTrouble(kind) : kind,
    country,
    last4: last4ByKind[kind],
    expMonth: expired ? ((month + 10) % 12) + 1 : month,
    expYear: expired ? year - (month === 1 ? 1 : 0) : year + 3,
    customerId: null,
    trouble: isTrouble(kind) && !expired ? usualTrouble(kind, now) : undefined,
  };
}

/**
 * What the bank says to a charge at `now`: undefined if it approves. A trouble that is over is taken off the card. The
 * same card in the same hour gets the same answer.
 */
export function bankAnswer(card: CardRecord, now: Instant, seed: number): TroubleKind | undefined {
  if (expiryInstant(card.expMonth, card.expYear) <= now) return "expired";
  const { trouble } = card;
  if (trouble === undefined) return undefined;
  const hour = now.slice(0, 13);
  const over =
    (trouble.clearsAt !== undefined && trouble.clearsAt <= now) ||
    randomFor(seed, "bank", card.id, hour).chance(trouble.clearsPerTry ?? 0);
  if (!over) return trouble.kind;
  card.trouble = undefined;
  return undefined;
}
