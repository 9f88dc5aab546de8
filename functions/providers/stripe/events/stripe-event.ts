import type { BillingFact } from "../../../billing/billing-event.ts";
import type { MetadataKeys } from "../../../billing/policy-slice.ts";
import type { Instant } from "../../../platform/instant.ts";

/** One event on its way to becoming facts. */
export interface StripeEvent {
  readonly type: string;
  readonly occurredAt: Instant;
  /** `data.object`: the object as it was right after the event. */
  readonly object: unknown;
  /** `data.previous_attributes`: what the changed fields were before; with updates only. */
  readonly previous: unknown;
  /** For errors: `invoice.paid evt_123`. */
  readonly name: string;
  readonly metadataKeys: MetadataKeys;
}

/** Facts about one customer; without a customer they are of no use. */
export interface Translation {
  readonly providerCustomerId: string | undefined;
  readonly facts: readonly BillingFact[];
}
