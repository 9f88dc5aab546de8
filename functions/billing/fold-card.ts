import type { BillingFact } from "./billing-event.ts";
import type { Card } from "./card.ts";
import { replaces, type Stamp, stampOf } from "./stamp.ts";

type CardSnapshot = Extract<BillingFact, { type: "card" }>["card"];

/** Folds a snapshot of a card. `renewed`: this event says that its number or expiry changed. */
export function foldCard(stored: Card | undefined, snapshot: CardSnapshot, renewed: boolean, stamp: Stamp): Card {
  const before = stored?.renewedAt;
  const renewedAt = renewed && (before === undefined || before < stamp.at) ? stamp.at : before;
  const next: Card = { ...snapshot, renewedAt, ...stampOf(stamp) };
  if (stored === undefined || replaces(stamp, stored)) return next;
  return renewedAt === before ? stored : { ...stored, renewedAt };
}
