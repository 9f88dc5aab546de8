import { declineClass } from "../billing/declines/decline-class.ts";
import { judge } from "../billing/declines/declines.ts";
import type { DunningCase } from "./case.ts";
import type { ChargeReason } from "./charge-time.ts";
import type { CaseContext } from "./situation.ts";

/** How many of our charges in a row, up to the last, were declined for such a reason. */
function inARow(attempts: DunningCase["attempts"], kind: ChargeReason["declineClass"]): number {
  const other = attempts.findLastIndex(({ decline }) => declineClass(decline) !== kind);
  return attempts.length - 1 - other;
}

/** Why the last charge of a case failed, for the time of the next; undefined while nobody has said. */
export function chargeReason(
  { decline, declinedAt, attempts, cardCountry, methodKind, openedAt }: DunningCase,
  { money = {} }: Pick<CaseContext, "money">,
): ChargeReason | undefined {
  if (decline === undefined) return undefined;
  const verdict = judge(decline, cardCountry, methodKind);
  if (verdict.retry === "blocked") return undefined;
  const kind = declineClass(decline);
  return {
    declineClass: kind,
    declinedAt: declinedAt ?? openedAt,
    waitAtLeast: verdict.waitAtLeast,
    inARow: inARow(attempts, kind),
    issuerCountry: cardCountry,
    ...money,
  };
}
