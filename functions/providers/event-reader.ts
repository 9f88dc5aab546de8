import type { BillingEvent } from "../billing/billing-event.ts";
import type { ProviderMode } from "../billing/event-source.ts";
import type { MetadataKeys } from "../billing/policy-slice.ts";
import type { RecordReference } from "../billing/provider-records.ts";
import type { Instant } from "../platform/instant.ts";

/** Whose events are read, and how. */
export interface ReaderSetting {
  readonly metadataKeys: MetadataKeys;
  /** The account whose key we hold; events that name another one mean nothing here. */
  readonly ownAccount?: string | undefined;
}

/**
 * How one provider's events are read, parsed from JSON. Pure. Each throws TerminalError for a field that is not as the provider
 * documents it.
 */
export interface EventReader {
  /** Undefined for an event that does not say. */
  modeOf(raw: unknown): ProviderMode | undefined;
  /** What an event says; undefined for one that means nothing here, or leaves out what it says. */
  translate(raw: unknown, setting: ReaderSetting): BillingEvent | undefined;
  /** What a thin event leaves out and must be read at the provider; undefined for any other, and for one that means nothing here. */
  missingIn(raw: unknown, setting: ReaderSetting): RecordReference | undefined;
  /** The events that a thin one stands for, now that its object was read. */
  completed(raw: unknown, read: { readonly object: unknown; readonly at: Instant }): readonly unknown[];
}
