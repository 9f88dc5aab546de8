import * as z from "zod/mini";
import type { BillingFact } from "../../../billing/billing-event.ts";
import { brandName } from "./card-brand.ts";
import { maybe, text } from "./fields.ts";

/** The `card` hash of a payment method or of a charge's details, and the older card objects, which look the same. */
export const cardSchema = z.object({
  brand: text,
  /** The brand the customer chose on a card that carries two. */
  display_brand: text,
  last4: text,
  exp_month: maybe(z.int()),
  exp_year: maybe(z.int()),
  country: text,
  funding: text,
});
export type StripeCard = z.infer<typeof cardSchema>;

export const displayedBrand = (card: StripeCard | undefined): string | undefined =>
  brandName(card?.display_brand) ?? brandName(card?.brand);

/** A snapshot of the payment method `cardId`; one that is no card has nothing to show. */
export const cardFact = (
  cardId: string,
  card: StripeCard | undefined,
  state: { readonly detached: boolean; readonly renewed: boolean } = { detached: false, renewed: false },
): BillingFact => ({
  type: "card",
  card: {
    cardId,
    brand: displayedBrand(card),
    last4: card?.last4,
    expMonth: card?.exp_month,
    expYear: card?.exp_year,
    country: card?.country,
    funding: card?.funding === "unknown" ? undefined : card?.funding,
    detached: state.detached,
  },
  renewed: state.renewed,
});
