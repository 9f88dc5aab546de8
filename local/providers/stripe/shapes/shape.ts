import { type Instant, msOf } from "../../../../functions/platform/instant.ts";

/** An object as it travels: Stripe's JSON. */
export type Json = Readonly<Record<string, unknown>>;

/**
 * The API versions that differ in what Holdfast reads: since 2025-03-31 (basil) an invoice's subscription lies under
 * `parent`, its charge and payment intent under `payments`, and a subscription's period on its items.
 */
export const apiVersions = { current: "2026-10-28.endive", beforeBasil: "2024-06-20" } as const;
export type ShapeVersion = keyof typeof apiVersions;

/** Stripe's time: whole seconds since 1970. */
export const secondsOf = (instant: Instant): number => Math.floor(msOf(instant) / 1000);
export const secondsOrNull = (instant: Instant | null): number | null => (instant === null ? null : secondsOf(instant));

/** Stripe's list object. */
export const listOf = (data: readonly Json[], url: string): Json => ({
  object: "list",
  data,
  has_more: false,
  total_count: data.length,
  url,
});
