import type { Locale } from "../appearance/locales.ts";
import {
  type DeclineKind,
  kindByAdviceCode,
  kindByNetworkCode,
  kindByProviderCode,
  untold,
} from "../billing/declines/decline-kinds.ts";
import type { Decline } from "../billing/payment.ts";
import { declineReasons } from "./decline-reasons.generated.ts";

/** Kinds whose sentence speaks of a card, its number or what is printed on it. */
const ofCardsAlone: ReadonlySet<DeclineKind> = new Set([
  "expired-card",
  "wrong-number",
  "wrong-security-code",
  "wrong-postcode",
  "wrong-expiry",
  "outdated-card",
  "card-not-supported",
]);

/**
 * What the customer may be told of a decline, as one sentence. The copy is in emails/dunning/decline-reasons/.
 * @param means what was charged: of anything but a card, nothing is said that only a card can have.
 */
export function declineReason(
  decline: Decline | undefined,
  locale: Locale,
  means: "card" | "account" | "other" | "none" = "card",
): string {
  const kind = declineKind(decline);
  if (means === "none") return declineReasons[locale]["no-method"];
  return declineReasons[locale][means !== "card" && ofCardsAlone.has(kind) ? "unspecified" : kind];
}
/**
 * What kind of decline it was, as far as the customer may know. Any sign of loss, theft or fraud makes it unspecified,
 * whatever the other codes say; else the network's code speaks first, then its advice, then the provider's.
 */
export function declineKind(decline: Decline | undefined): DeclineKind {
  const { networkCode = "", adviceCode = "", providerCode = "", blockedByMerchant } = decline ?? {};
  if (blockedByMerchant) return "unspecified";
  if (untold.network.has(networkCode) || untold.provider.has(providerCode)) return "unspecified";
  return (
    kindByNetworkCode.get(networkCode) ??
    kindByAdviceCode.get(adviceCode) ??
    kindByProviderCode.get(providerCode) ??
    "unspecified"
  );
}
