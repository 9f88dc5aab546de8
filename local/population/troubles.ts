import { type Instant, plusMs } from "../../functions/platform/instant.ts";
import { dealer } from "../random.ts";
import { nextPayday } from "../stripe/billing-calendar.ts";
import type { TroubleKind } from "../stripe/decline-reasons.ts";
import type { Trouble } from "../stripe/records.ts";

const repeat = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

/** Of a hundred renewals this many meet a card in trouble; cards that expired unnoticed come on top, about one more. */
const troubledPerHundred = 8;

/** Why cards of a subscription business are declined: for want of money above all. */
const kinds: readonly TroubleKind[] = [
  ...repeat<TroubleKind>(9, "insufficient-funds"),
  ...repeat<TroubleKind>(3, "do-not-honor"),
  ...repeat<TroubleKind>(2, "generic"),
  ...repeat<TroubleKind>(2, "authentication-required"),
  "velocity",
  "processing-error",
  "lost",
  "stolen",
];

/** Days of the month on which wages arrive; `never`: not within the time anyone would wait. */
const paydays = [[1], [10], [15], [25], [28], "never"] as const;

/** What happens to cards, dealt so that any seed gets about the same mix. */
export function troubles(seed: number): (now: Instant) => Trouble | undefined {
  const troubled = dealer(
    [...repeat(troubledPerHundred, true), ...repeat(100 - troubledPerHundred, false)],
    seed,
    "renewals",
  );
  const kind = dealer(kinds, seed, "troubles");
  const payday = dealer<(typeof paydays)[number]>(paydays, seed, "paydays");
  const clearsPerTry = dealer([0.6, 0.4, 0.2], seed, "banks that change their mind");

  const detailed = (trouble: TroubleKind, now: Instant): Trouble => {
    if (trouble === "insufficient-funds") {
      const days = payday();
      return days === "never" ? { kind: trouble } : { kind: trouble, clearsAt: nextPayday(now, days) };
    }
    if (trouble === "velocity") return { kind: trouble, clearsAt: plusMs(now, 3 * 86_400_000) };
    if (trouble === "processing-error") return { kind: trouble, clearsPerTry: 0.8 };
    if (trouble === "do-not-honor" || trouble === "generic") return { kind: trouble, clearsPerTry: clearsPerTry() };
    return { kind: trouble };
  };
  return (now) => (troubled() ? detailed(kind(), now) : undefined);
}
