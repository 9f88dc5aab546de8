import { html, type Markup } from "../../functions/appearance/html.ts";
import type { SandboxWorld } from "../views/sandbox-world.ts";
import { type CaseState, caseItems, stateOf } from "./case-list.ts";
import { pager, slice } from "./paging.ts";

const pageSize = 25;
const filters: readonly { readonly state: CaseState | "all"; readonly label: string }[] = [
  { state: "all", label: "All" },
  { state: "open", label: "Open" },
  { state: "recovered", label: "Recovered" },
  { state: "lost", label: "Lost" },
  { state: "other", label: "Cancelled or voided" },
];

/** Every case, by state. */
export async function casesPage(
  world: SandboxWorld,
  wantedState: string | undefined,
  wantedPage: string | undefined,
): Promise<Markup> {
  const all = await world.cases();
  const rowsOf = (state: CaseState | "all") => (state === "all" ? all : all.filter((row) => stateOf(row) === state));
  const { state } = filters.find((filter) => filter.state === wantedState) ?? { state: "all" as const };
  const shown = slice(rowsOf(state), wantedPage, pageSize);
  const tab = (filter: (typeof filters)[number]) =>
    html`<li><a href="/cases?state=${filter.state}"${filter.state === state && html` aria-current="true"`}>${filter.label} <span>${rowsOf(filter.state).length}</span></a></li>`;
  return html`<section class="panel" aria-labelledby="cases">
<div class="head"><h1 id="cases">Cases</h1><nav class="tabs" aria-label="State"><ul>${filters.map(tab)}</ul></nav></div>
${shown.items.length > 0 ? caseItems(shown.items, world.now()) : html`<p class="empty">No such case${all.length === 0 && " yet"}.</p>`}
${pager(shown, (page) => `/cases?state=${state}&page=${page}`)}
</section>`;
}
