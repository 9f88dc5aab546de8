import { type Instant, instantOfMs, msOf } from "../../../functions/platform/instant.ts";
import { randomFor } from "../../engine/random.ts";
import type { Account } from "./account.ts";
import { debitSchemes } from "./method-kinds.ts";
import type { ChargeRecord, DebitRecord } from "./records.ts";

const dayMs = 86_400_000;

/** The instant so many business days later; banks do not work on Saturdays and Sundays. */
export function businessDaysLater(from: Instant, days: number): Instant {
  let ms = msOf(from);
  for (let left = days; left > 0; ) {
    ms += dayMs;
    const weekday = new Date(ms).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return instantOfMs(ms);
}

/** When the bank answers a debit: after the scheme's usual days, a day or two to either side, now and then much later. */
export function debitAnswerAt(account: Account, charge: ChargeRecord, { kind }: DebitRecord): Instant {
  const { usualDays, lateDays } = debitSchemes[kind];
  const random = randomFor(account.seed, "debit", charge.id);
  const days = random.chance(0.08) ? lateDays : Math.max(2, usualDays + random.whole(-1, 1));
  return businessDaysLater(charge.createdAt, days);
}
