import * as z from "zod/mini";
import type { BillingFact } from "../../../billing/billing-event.ts";
import { type MethodKind, numberOf } from "../../../billing/method-kind.ts";
import type { ChargedMethod } from "../../../billing/payment.ts";
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
  fingerprint: text,
  funding: text,
});
type StripeCard = z.infer<typeof cardSchema>;

/** The hash of a bank debit, whatever its kind. */
const accountSchema = maybe(z.object({ bank_name: text, last4: text, fingerprint: text, country: text }));

/** What a payment method and the details of a charge have in common: a hash in the name of the type. */
const hashes = {
  type: text,
  sepa_debit: accountSchema,
  us_bank_account: accountSchema,
  ach_debit: accountSchema,
  bacs_debit: accountSchema,
  acss_debit: accountSchema,
  au_becs_debit: accountSchema,
};
export const methodShape = { ...hashes, card: maybe(cardSchema) };
/** Details of a charge: the network may differ from the brand, and is the one whose codes are given. */
export const methodDetailsSchema = z.object({ ...hashes, card: maybe(z.extend(cardSchema, { network: text })) });
const methodSchema = z.object(methodShape);
type StripeMethod = z.infer<typeof methodSchema>;

/** By Stripe's `type` of a payment method. A card in a wallet has the type `card`. */
const kindByType: ReadonlyMap<string, MethodKind> = new Map([
  ["card", "card"],
  ["sepa_debit", "sepa-debit"],
  ["us_bank_account", "us-bank-account"],
  // The older name, under which a charge of a bank account of the time before payment methods is kept.
  ["ach_debit", "us-bank-account"],
  ["bacs_debit", "bacs-debit"],
  ["acss_debit", "acss-debit"],
  ["au_becs_debit", "au-becs-debit"],
  ["link", "link"],
  ["amazon_pay", "wallet"],
  ["cashapp", "wallet"],
  ["paypal", "wallet"],
  ["revolut_pay", "wallet"],
]);

/** The kind of a payment method; undefined where Stripe does not say. */
export const kindOfType = (type: string | undefined): MethodKind | undefined =>
  type === undefined ? undefined : (kindByType.get(type) ?? "other");

const expiryOf = ({ exp_month, exp_year }: StripeCard): string | undefined =>
  exp_year === undefined || exp_month === undefined ? undefined : `${exp_year}-${String(exp_month).padStart(2, "0")}`;

/** A card, be it a payment method's or one of the time before them. */
export const cardMethod = (card: StripeCard, kind: MethodKind = "card"): ChargedMethod => ({
  number: numberOf(card.fingerprint, card.last4),
  kind,
  brand: brandName(card.display_brand) ?? brandName(card.brand),
  last4: card.last4,
  country: card.country,
  funding: card.funding,
  expires: expiryOf(card),
});

/** What is known of a payment method of any kind, but for its id. */
export function methodOf(method: StripeMethod | undefined): ChargedMethod {
  if (method?.card !== undefined) return cardMethod(method.card);
  const { sepa_debit, us_bank_account, ach_debit, bacs_debit, acss_debit, au_becs_debit } = method ?? {};
  const account = sepa_debit ?? us_bank_account ?? ach_debit ?? bacs_debit ?? acss_debit ?? au_becs_debit;
  return {
    number: numberOf(account?.fingerprint, account?.last4),
    kind: kindOfType(method?.type),
    last4: account?.last4,
    country: account?.country,
    bank: account?.bank_name,
  };
}

/** A card or a bank account of the time before payment methods: the object itself, or a source that holds one. */
export const sourceSchema = z.object({
  ...cardSchema.shape,
  ...hashes,
  object: text,
  id: z.string(),
  customer: z.optional(z.unknown()),
  bank_name: text,
  card: maybe(cardSchema),
});

/** What is known of a source; undefined if it is neither a card nor a bank account. */
export function methodOfSource(source: z.infer<typeof sourceSchema>): ChargedMethod | undefined {
  if (source.object === "bank_account") {
    const { fingerprint, last4, country, bank_name: bank } = source;
    const kind = country === "US" ? "us-bank-account" : "other";
    return { number: numberOf(fingerprint, last4), kind, last4, country, bank };
  }
  if (source.object === "card") return cardMethod(source, "legacy-source");
  if (source.card !== undefined) return cardMethod(source.card, "legacy-source");
  const debit = methodOf({ ...source, card: undefined });
  return debit.last4 === undefined ? undefined : debit;
}

/** A snapshot of the saved method `cardId`. */
export function methodFact(
  cardId: string,
  method: ChargedMethod,
  state: { readonly detached: boolean; readonly renewed: boolean } = { detached: false, renewed: false },
): BillingFact {
  const { number, kind, brand, last4, country, funding, bank, expires } = method;
  const [expYear, expMonth] = expires?.split("-").map(Number) ?? [];
  const { detached, renewed } = state;
  const card = { cardId, number, kind, brand, last4, expMonth, expYear, country, funding, bank, detached };
  return { type: "card", card, renewed };
}
