import type Stripe from "stripe";
import { type MethodKind, numberOf } from "../../../billing/method-kind.ts";
import type { ProviderMethod } from "../../../billing/payments.ts";
import { brandName } from "../events/card-brand.ts";
import { kindOfType as namedKind } from "../events/stripe-method.ts";

/** The object, where it was asked to be expanded and is there; else undefined. */
export const expanded = <T extends object>(value: string | T | null | undefined): T | undefined =>
  typeof value === "object" && value !== null ? value : undefined;

/** The id of a reference, expanded or not. */
export const idOf = (value: string | { readonly id: string } | null | undefined): string | undefined =>
  typeof value === "string" ? value : (value?.id ?? undefined);

/** The kind of a payment method; `other` where Stripe names none. */
export const kindOfType = (type: string | undefined): MethodKind => namedKind(type) ?? "other";

export function methodOf(method: Stripe.PaymentMethod): ProviderMethod {
  const kind = kindOfType(method.type);
  const { card } = method;
  if (card) {
    const { fingerprint, last4 } = card;
    const number = numberOf(fingerprint ?? undefined, last4);
    const brand = brandName(card.display_brand ?? undefined) ?? brandName(card.brand);
    return { methodId: method.id, kind, number, brand, last4, country: card.country ?? undefined };
  }
  const account =
    method.sepa_debit ?? method.us_bank_account ?? method.bacs_debit ?? method.acss_debit ?? method.au_becs_debit;
  const last4 = account?.last4 ?? undefined;
  const country = method.sepa_debit?.country ?? undefined;
  return { methodId: method.id, kind, number: numberOf(account?.fingerprint ?? undefined, last4), last4, country };
}

/** A card or account of the time before payment methods, of which only the id is at hand. */
const methodOfSource = (methodId: string): ProviderMethod => ({
  methodId,
  kind: methodId.startsWith("ba_") ? "us-bank-account" : "legacy-source",
});

/** The method that is charged by default at one level: payment methods go before sources. */
export function defaultMethod(level: {
  readonly method: string | Stripe.PaymentMethod | null | undefined;
  readonly source: string | Stripe.CustomerSource | null | undefined;
}): ProviderMethod | undefined {
  const method = expanded(level.method);
  if (method) return methodOf(method);
  const source = idOf(level.source);
  return source === undefined ? undefined : methodOfSource(source);
}
