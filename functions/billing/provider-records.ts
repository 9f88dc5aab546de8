import type { Instant } from "../platform/instant.ts";
import type { ProviderMode } from "./event-source.ts";
import type { InvoiceStatus } from "./invoice.ts";

/** The account that an API key belongs to. */
export interface ProviderAccount {
  readonly accountId: string;
  readonly mode: ProviderMode;
}

/** An object at the provider, by the name it has for the kind: `invoice` and `in_123`. */
export interface RecordReference {
  readonly type: string;
  readonly id: string;
}

/** Invoices of one status, page by page. */
export interface InvoicesAsked {
  readonly status: Exclude<InvoiceStatus, "draft">;
  /** Only those made since. */
  readonly createdSince?: Instant | undefined;
  /** The last invoice of the page before. */
  readonly after?: string | undefined;
}

/**
 * What a provider has, in its own words, for what no event told: objects that a thin event names, and the daily comparison.
 * Every method may throw RetryableError (no answer, 429, 5xx), TerminalError (refused, object gone) or ConfigurationError (no
 * key, key refused).
 */
export interface ProviderRecords {
  /** What the key itself says, without asking anybody; undefined if it does not. */
  mode(): Promise<ProviderMode | undefined>;
  account(): Promise<ProviderAccount>;
  read(reference: RecordReference): Promise<unknown>;
  /** Newest first. @returns `next` for the page that follows, undefined at the end. */
  listInvoices(
    asked: InvoicesAsked,
  ): Promise<{ readonly invoices: readonly unknown[]; readonly next: string | undefined }>;
}
