import { html, type Markup } from "../../functions/appearance/html.ts";
import type { Instant } from "../../functions/platform/instant.ts";
import type { CaseStory } from "../views/sandbox-world.ts";
import { stateOf } from "./case-list.ts";
import { distance, shortTime, usableZone } from "./dates.ts";
import { story } from "./story.ts";
import { actInWords, count } from "./wording.ts";

function facts(caseStory: CaseStory): Markup {
  const { customer } = caseStory;
  const rows = [
    ["E-mail", customer.email ?? "none known"],
    ["Plan", caseStory.plan],
    ["Card declined", caseStory.card],
    ["Decline", caseStory.decline],
    ["Charges of ours", count(caseStory.attemptCount, "attempt")],
    ["Mail", count(caseStory.mailCount, "message")],
    ["Language", customer.locale],
    ["Time zone", customer.timeZone],
    ["Country", customer.country],
    ["Segment", customer.segment],
    ["In the segments", customer.segments.join(", ")],
    ["Invoice", caseStory.invoiceNumber ?? caseStory.invoiceId],
    ["Subscription", caseStory.subscriptionId],
    ["Case", caseStory.caseId],
  ].filter(([, value]) => value);
  return html`<section class="panel facts" aria-labelledby="facts"><h2 id="facts">What is known</h2>
<dl>${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl></section>`;
}

function nextStep({ next }: CaseStory, now: Instant, zone: string): Markup | false {
  if (next === undefined) return false;
  return html`<div class="next-step"><p><b>Next: ${actInWords(next.act)}</b> <time datetime="${next.at}">${shortTime(next.at, zone)}, ${distance(now, next.at)}</time></p>
<p>${next.reason}</p></div>`;
}

/** One case: how it stands, what comes next, its story, and what is known of its customer. */
export function casePage(caseStory: CaseStory, now: Instant): Markup {
  const zone = usableZone(caseStory.customer.timeZone);
  return html`<p class="back"><a href="/cases">All cases</a></p>
<div class="case-view">
<section class="panel" aria-labelledby="case">
<div class="head"><h1 id="case">${caseStory.customerName || caseStory.customerId}</h1></div>
<p class="standing"><b>${caseStory.amountText}</b> <span class="mark ${stateOf(caseStory)}">${caseStory.statusText}</span></p>
${nextStep(caseStory, now, zone)}
<h2>The story <span class="aside">in ${zone} time</span></h2>
${story(caseStory, zone)}
</section>
${facts(caseStory)}
</div>`;
}
