import type { BillingEvent } from "../billing/billing-event.ts";
import type { ProviderMode } from "../billing/event-source.ts";
import type { InvoiceStatus } from "../billing/invoice.ts";
import type { MetadataKeys } from "../billing/policy-slice.ts";
import type { RecordReference } from "../billing/provider-records.ts";
import type { Instant } from "../platform/instant.ts";
import type { Envelope } from "./webhook-provider.ts";

/** Whose events are read, and how. */
export interface ReaderSetting {
  readonly metadataKeys: MetadataKeys;
  /** The account whose key we hold; events that name another one mean nothing here. */
  readonly ownAccount?: string | undefined;
}

/** One invoice of a list, in no provider's dialect. */
export interface ListedInvoice {
  readonly invoiceId: string;
  readonly providerCustomerId: string | undefined;
  readonly status: InvoiceStatus;
  /** The provider charges a saved method by itself, and has tried to. */
  readonly wasCharged: boolean;
  /** When it was first asked to be paid. */
  readonly askedAt: Instant;
  /** When it was paid, voided or given up. */
  readonly settledAt: Instant | undefined;
}

/** An invoice as it was read, and what was read with it. */
export interface ReadInvoice {
  readonly invoice: unknown;
  readonly surroundings: readonly unknown[];
  readonly at: Instant;
}

/** An event that nobody sent. */
export interface ToldEvent {
  readonly envelope: Pick<Envelope, "eventId" | "eventType" | "occurredAt">;
  /** As `translate` reads it. */
  readonly raw: unknown;
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
  /**
   * What an event leaves out and must be read at the provider: the object of a thin one, or the thing that says whose it is.
   * Undefined for a whole event, and for one that means nothing here.
   */
  missingIn(raw: unknown, setting: ReaderSetting): RecordReference | undefined;
  /** What a list of invoices says of one of them. */
  listed(invoice: unknown): ListedInvoice;
  /** Whether a charge of an open invoice failed and none is under way, of one that was read with its payments. */
  hasFailed(invoice: unknown): boolean;
  /** What else to read of an invoice of which nobody told, so that it can be told of. */
  surroundingsOf(invoice: unknown): readonly RecordReference[];
  /** The events that would have told of it; the one that makes it known comes last. What did not change has the same id again. */
  toldBy(read: ReadInvoice): readonly ToldEvent[];
  /** The events that one stands for, now that what it left out was read; each may leave out something else. */
  completed(raw: unknown, read: { readonly object: unknown; readonly at: Instant }): readonly unknown[];
}
