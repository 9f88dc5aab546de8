import { html, type Markup } from "../../functions/appearance/html.ts";
import type { Instant } from "../../functions/platform/instant.ts";
import type { CaseRow } from "../views/sandbox-world.ts";
import { distance, shortDay, shortTime } from "./dates.ts";
import { actInWords } from "./wording.ts";

/** What a case's state is called in addresses and class names. */
export type CaseState = "open" | "recovered" | "lost" | "other";

/** The state by which cases are counted and coloured; cancelled and voided ones are neither won nor lost. */
export function stateOf({ outcome }: Pick<CaseRow, "outcome">): CaseState {
  if (outcome === undefined) return "open";
  return outcome.kind === "recovered" || outcome.kind === "lost" ? outcome.kind : "other";
}

function course(row: CaseRow, now: Instant): Markup {
  const state = html`<span class="mark ${stateOf(row)}">${row.statusText}</span>`;
  if (row.next !== undefined) {
    return html`<p class="next">${state} <b>${actInWords(row.next.act)}</b> <time datetime="${row.next.at}" title="${shortTime(row.next.at, "UTC")} UTC">${distance(now, row.next.at)}</time></p>
<p class="why">${row.next.reason}</p>`;
  }
  const end = row.outcome && `, ended ${shortDay(row.outcome.at, "UTC")}`;
  return html`<p class="next">${state} <span>Failed ${shortDay(row.openedAt, "UTC")}${end}</span></p>`;
}

/** One case: who, how much, how it stands, and what happens next and why. */
export const caseItem = (row: CaseRow, now: Instant): Markup => html`<li class="row case">
<p class="who"><a href="/cases/${encodeURIComponent(row.caseId)}">${row.customerName || row.customerId}</a> <span>${row.plan}</span></p>
<p class="amount">${row.amountText}</p>
<div class="course">${course(row, now)}</div>
</li>
`;

/** Cases in the order given. */
export const caseItems = (rows: readonly CaseRow[], now: Instant): Markup =>
  html`<ul class="cases">${rows.map((row) => caseItem(row, now))}</ul>`;
