import type { MethodKind } from "../billing/method-kind.ts";
import { plus } from "../platform/duration.ts";
import { earlier, type Instant, instantOfMs, later, msOf } from "../platform/instant.ts";

/** How long a payment of a kind may be under way before it is strange that nobody says how it ended. */
type Takes = { readonly businessDays: number } | { readonly duration: string };

/**
 * Stripe's documentation of each method: a SEPA debit is known to have succeeded some 6 business days later, after up to
 * 14; ACH, Bacs, PAD and BECS after about 4, up to 7. A card that asks around answers within the day. What nobody knows
 * the kind of is given the longest.
 */
const takesAtMost: Readonly<Record<MethodKind, Takes>> = {
  card: { duration: "P1D" },
  link: { duration: "P1D" },
  wallet: { duration: "P1D" },
  "legacy-source": { duration: "P1D" },
  "sepa-debit": { businessDays: 14 },
  "us-bank-account": { businessDays: 7 },
  "bacs-debit": { businessDays: 7 },
  "acss-debit": { businessDays: 7 },
  "au-becs-debit": { businessDays: 7 },
  other: { businessDays: 14 },
};

/** When a payment that was started at `since` has had all the time its kind takes. Bank holidays are not counted. */
export function inFlightUntil(kind: MethodKind, since: Instant): Instant {
  const takes = takesAtMost[kind];
  return "duration" in takes ? plus(since, takes.duration) : plusBusinessDays(since, takes.businessDays);
}

/** When the provider is asked again how it went: by the hour for what takes hours, by the day for what takes days. */
export function lookAgainAt(kind: MethodKind, since: Instant, now: Instant): Instant {
  const soon = plus(now, "duration" in takesAtMost[kind] ? "PT1H" : "P1D");
  const full = inFlightUntil(kind, since);
  return full > now ? earlier(soon, full) : later(soon, plus(now, "P1D"));
}

const dayMs = 86_400_000;
const isBusinessDay = (ms: number): boolean => {
  const day = new Date(ms).getUTCDay();
  return day !== 0 && day !== 6;
};

function plusBusinessDays(instant: Instant, days: number): Instant {
  let ms = msOf(instant);
  for (let left = days; left > 0; ) {
    ms += dayMs;
    if (isBusinessDay(ms)) left -= 1;
  }
  return instantOfMs(ms);
}
