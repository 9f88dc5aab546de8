import { html, type Markup } from "../../functions/appearance/html.ts";
import type { SandboxWorld } from "../views/sandbox-world.ts";
import { caseItems, stateOf } from "./case-list.ts";
import { failureRate } from "./failure-rate.ts";
import { mailItems, noMailYet } from "./mail-list.ts";
import { moneyPanel } from "./money-panel.ts";
import { count } from "./wording.ts";

const casesShown = 6;
const mailsShown = 9;

/** The front page: the money, the cases that move next, the newest mail. */
export async function overview(world: SandboxWorld, currency: string | undefined): Promise<Markup> {
  const [cases, series] = await Promise.all([world.cases(), world.series()]);
  const mails = world.mails();
  const open = cases.filter((row) => stateOf(row) === "open");
  const shown = (open.length > 0 ? open : cases).slice(0, casesShown);
  return html`<h1 class="hidden">Overview</h1>
<div class="overview">
<div>
${moneyPanel(series, open, currency, failureRate(world.firstCharges()))}
<section class="panel" aria-labelledby="cases">
<div class="head"><h2 id="cases">${open.length > 0 ? "What happens next" : "Cases"}</h2>${cases.length > 0 && html`<a href="/cases">All ${count(cases.length, "case")}</a>`}</div>
${cases.length > 0 ? caseItems(shown, world.now()) : html`<p class="empty">No case yet. One opens for each renewal whose charge fails.</p>`}
</section>
</div>
<section class="panel" aria-labelledby="inbox">
<div class="head"><h2 id="inbox">Inbox</h2>${mails.length > 0 && html`<a href="/mails">All ${count(mails.length, "mail")}</a>`}</div>
${mails.length > 0 ? mailItems(mails.slice(0, mailsShown)) : noMailYet}
</section>
</div>`;
}
