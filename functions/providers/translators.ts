import type { BillingEvent } from "../billing/billing-event.ts";
import type { MetadataKeys } from "../billing/policy-slice.ts";
import { isProviderName, type ProviderName } from "../billing/provider-names.ts";
import { TerminalError } from "../platform/errors.ts";
import type { EventReader } from "./event-reader.ts";
import { stripeEvents } from "./stripe/events/stripe-events.ts";

const readers: Readonly<Record<ProviderName, EventReader>> = { stripe: stripeEvents };

/** How one provider's events are read. @throws TerminalError for a provider that nobody knows. */
export function eventReaderOf(provider: string): EventReader {
  if (isProviderName(provider)) return readers[provider];
  throw new TerminalError(`Nobody knows how to read events of ${provider}.`);
}

/**
 * Reads one provider's whole events, parsed from JSON; undefined for an event that means nothing here.
 * @throws TerminalError for a provider that nobody knows; reading itself throws it for a field that is not as the provider
 *   documents it.
 */
export function translatorOf(provider: string, metadataKeys: MetadataKeys): (raw: unknown) => BillingEvent | undefined {
  const reader = eventReaderOf(provider);
  return (raw) => reader.translate(raw, { metadataKeys });
}
