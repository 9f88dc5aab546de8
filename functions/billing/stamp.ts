import type { Instant } from "../platform/instant.ts";

/** When a snapshot was taken, by the provider's clock, and by which event it came. */
export interface Stamp {
  readonly at: Instant;
  readonly eventId: string;
}

interface Stamped {
  readonly asOf?: Instant | undefined;
  readonly asOfEvent?: string | undefined;
}

/**
 * Whether a snapshot replaces what is stored. The provider's clock has seconds: two snapshots of one second are
 * ordered by `rank` (what is further along wins: paid over failed), then by the event's id, which says nothing but
 * says it the same way in every order of arrival.
 */
export function replaces(stamp: Stamp, stored: Stamped, rank = 0): boolean {
  if (stored.asOf === undefined || stamp.at !== stored.asOf) return stored.asOf === undefined || stamp.at > stored.asOf;
  return rank !== 0 ? rank > 0 : stamp.eventId > (stored.asOfEvent ?? "");
}

/** The stamp as an aggregate keeps it. */
export const stampOf = ({ at, eventId }: Stamp): { asOf: Instant; asOfEvent: string } => ({
  asOf: at,
  asOfEvent: eventId,
});
