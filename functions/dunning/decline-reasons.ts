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

/** What the customer may be told of a decline, as one sentence. The copy is in emails/dunning/decline-reasons/. */
export const declineReason = (decline: Decline | undefined, locale: Locale): string =>
  declineReasons[locale][declineKind(decline)];

/**
 * What kind of decline it was, as far as the customer may know. Any sign of loss, theft or fraud makes it unspecified,
 * whatever the other codes say; else the network's code speaks first, then its advice, then the provider's.
 */
export function declineKind(decline: Decline | undefined): DeclineKind {
  const { networkCode = "", adviceCode = "", providerCode = "" } = decline ?? {};
  if (untold.network.has(networkCode) || untold.provider.has(providerCode)) return "unspecified";
  return (
    kindByNetworkCode.get(networkCode) ??
    kindByAdviceCode.get(adviceCode) ??
    kindByProviderCode.get(providerCode) ??
    "unspecified"
  );
}
