import type { BillingEvent } from "../billing/billing-event.ts";
import type { MetadataKeys } from "../billing/policy-slice.ts";
import { TerminalError } from "../platform/errors.ts";
import { translateStripe } from "./stripe/events/translate.ts";

type Translate = (raw: unknown, metadataKeys: MetadataKeys) => BillingEvent | undefined;

const translators: ReadonlyMap<string, Translate> = new Map([["stripe", translateStripe]]);

/**
 * Reads one provider's events, parsed from JSON; undefined for an event that means nothing here.
 * @throws TerminalError for a provider without a translator; the translator itself throws it for a field that is not
 *   as the provider documents it.
 */
export function translatorOf(provider: string, metadataKeys: MetadataKeys): (raw: unknown) => BillingEvent | undefined {
  const translate = translators.get(provider);
  if (translate === undefined) throw new TerminalError(`Nobody knows how to read events of ${provider}.`);
  return (raw) => translate(raw, metadataKeys);
}
