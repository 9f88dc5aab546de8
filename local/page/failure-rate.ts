import { html, type Markup } from "../../functions/appearance/html.ts";
import type { DayOfCharges } from "../views/sandbox-world.ts";
import { count } from "./wording.ts";

const sumOf = (days: readonly DayOfCharges[]) => ({
  charges: days.reduce((sum, { charges }) => sum + charges, 0),
  failures: days.reduce((sum, { failures }) => sum + failures, 0),
});

const percent = ({ charges, failures }: Pick<DayOfCharges, "charges" | "failures">): string =>
  `${((failures / charges) * 100).toFixed(1)}%`;

const daysOfWeek = 7;

/** How many renewals fail at their first charge, and in the newest week with any; nothing while none was charged. */
export function failureRate(days: readonly DayOfCharges[]): Markup | false {
  const all = sumOf(days);
  if (all.charges === 0) return false;
  const week = sumOf(days.slice(-daysOfWeek));
  const newest = days.length > daysOfWeek && html`; in the newest week ${percent(week)} of ${week.charges.toString()}`;
  return html`<p class="remark">Of ${count(all.charges, "renewal")} ${percent(all)} failed at the first charge${newest}.</p>`;
}
