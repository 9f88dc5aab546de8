import * as z from "zod/mini";
import type { Instant } from "../platform/instant.ts";
import type { Stamp } from "./stamp.ts";

const stepSchema = z.object({ from: z.optional(z.string()), to: z.string() });

/** The newest replacement of a default method that events reported. */
export const cardChosenSchema = z.object({
  cardId: z.string(),
  at: z.string(),
  /** The replacements of that second, by their events: which method each put in the place of which. */
  steps: z.optional(z.record(z.string(), stepSchema)),
});
export type CardChosen = z.infer<typeof cardChosenSchema>;
type Steps = NonNullable<CardChosen["steps"]>;

/**
 * Where a chain of replacements ends: at the method that came more often than it went. A chain that comes back to where it
 * began says nothing of its end; then the event's id does, the same way in every order of arrival.
 */
function endOf(steps: Steps): string {
  const surplus = new Map<string, number>();
  const count = (id: string, by: number) => surplus.set(id, (surplus.get(id) ?? 0) + by);
  for (const { from, to } of Object.values(steps)) {
    count(to, 1);
    if (from !== undefined) count(from, -1);
  }
  const inOrder = Object.entries(steps).sort(([a], [b]) => (a < b ? -1 : 1));
  const reached = inOrder.map(([, { to }]) => to);
  const most = Math.max(...reached.map((id) => surplus.get(id) ?? 0));
  return reached.findLast((id) => surplus.get(id) === most) ?? "";
}

/**
 * The newest choice after one more is told. The provider's clock has whole seconds; within one, each event says what
 * it replaced, which puts them in order.
 */
export function withChoice(
  stored: CardChosen | undefined,
  { cardId, replaced }: { readonly cardId: string; readonly replaced?: string | undefined },
  { at, eventId }: Stamp,
): CardChosen {
  if (stored !== undefined && (stored.at > at || stored.steps?.[eventId] !== undefined)) return stored;
  const before: Steps = stored?.at === at ? (stored.steps ?? { before: { to: stored.cardId } }) : {};
  const steps = { ...before, [eventId]: { from: replaced, to: cardId } };
  return { cardId: endOf(steps), at, steps };
}

/** What a snapshot of that very second says of the default gives way to the order of its replacements. */
export const defaultAt = (
  at: Instant | undefined,
  defaultCardId: string | undefined,
  chosen: CardChosen | undefined,
): string | undefined => (chosen !== undefined && chosen.at === at ? chosen.cardId : defaultCardId);
