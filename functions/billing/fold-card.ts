import type { BillingFact } from "./billing-event.ts";
import type { Card } from "./card.ts";
import type { FailedPayment } from "./payment.ts";
import { replaces, type Stamp, stampOf } from "./stamp.ts";

type CardSnapshot = Extract<BillingFact, { type: "card" }>["card"];
type PaymentSnapshot = Extract<BillingFact, { type: "payment-failed" }>["payment"];

/** Folds a snapshot of a card. `renewed`: this event says that its number or expiry changed. */
export function foldCard(stored: Card | undefined, snapshot: CardSnapshot, renewed: boolean, stamp: Stamp): Card {
  const before = stored?.renewedAt;
  const renewedAt = renewed && (before === undefined || before < stamp.at) ? stamp.at : before;
  const next: Card = { ...snapshot, renewedAt, ...stampOf(stamp) };
  if (stored === undefined || replaces(stamp, stored)) return next;
  return renewedAt === before ? stored : { ...stored, renewedAt };
}

/**
 * Folds a failure of a payment. Two events tell of one failure (the charge's and the payment intent's), each with
 * some of the codes: what one leaves out the other fills in.
 */
export function foldFailedPayment(
  stored: FailedPayment | undefined,
  snapshot: PaymentSnapshot,
  stamp: Stamp,
): FailedPayment {
  const next: FailedPayment = { ...snapshot, ...stampOf(stamp) };
  if (stored === undefined) return next;
  const [older, newer] = replaces(stamp, stored) ? [stored, next] : [next, stored];
  if (newer === stored && stamp.eventId === stored.asOfEvent) return stored;
  return { ...defined(older), ...defined(newer), decline: { ...defined(older.decline), ...defined(newer.decline) } };
}

function defined<T extends object>(value: T): T {
  const copy = { ...value };
  for (const [name, entry] of Object.entries(value)) if (entry === undefined) Reflect.deleteProperty(copy, name);
  return copy;
}
