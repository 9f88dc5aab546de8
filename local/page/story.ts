import { html, type Markup } from "../../functions/appearance/html.ts";
import { type Instant, msBetween } from "../../functions/platform/instant.ts";
import type { CaseStory, MailRow } from "../views/sandbox-world.ts";
import { dayNumber, shortDay, timeOfDay } from "./dates.ts";
import { languages, lineInWords, type Tone } from "./wording.ts";

interface Line {
  readonly at: Instant;
  readonly title: string;
  readonly tone: Tone;
  readonly reason: string;
  readonly mail?: MailRow | undefined;
}

const sameMomentMs = 60_000;

/** The timeline's entries, each that tells of a mail together with it; mails nobody told of stand for themselves. */
export function linesOf(story: Pick<CaseStory, "timeline" | "mails">): Line[] {
  const unread = new Set(story.mails);
  const mailAt = (at: Instant): MailRow | undefined => {
    const mail = [...unread].find(({ sentAt }) => Math.abs(msBetween(sentAt, at)) <= sameMomentMs);
    if (mail !== undefined) unread.delete(mail);
    return mail;
  };
  const told = story.timeline.map(({ at, what, reason }): Line => {
    const [title, tone] = lineInWords(what);
    return { at, title, tone, reason, mail: tone === "letter" ? mailAt(at) : undefined };
  });
  const untold = [...unread].map(
    (mail): Line => ({
      at: mail.sentAt,
      title: "Mail",
      tone: "letter",
      reason: `"${mail.name}" reached the outbox.`,
      mail,
    }),
  );
  return [...told, ...untold].toSorted((a, b) => a.at.localeCompare(b.at));
}

const lineItem = ({ at, title, tone, reason, mail }: Line, zone: string): Markup => html`<li class="line ${tone}">
<time datetime="${at}">${timeOfDay(at, zone)}</time>
<div><p class="title">${title}</p><p class="reason">${reason}</p>${
  mail &&
  html`<p class="letter-link"><a href="/mails/${encodeURIComponent(mail.mailId)}" lang="${languages[mail.locale].tag}">${mail.subject}</a></p>`
}</div></li>
`;

/** The timeline day by day, oldest first, in the customer's own time. */
export function story(caseStory: CaseStory, zone: string): Markup {
  const days = Map.groupBy(linesOf(caseStory), ({ at }) => shortDay(at, zone));
  return html`<ol class="story">${[...days].map(
    ([
      day,
      lines,
    ]) => html`<li><h3>${day} <span class="aside">day ${dayNumber(caseStory.openedAt, lines[0]?.at ?? caseStory.openedAt, zone)}</span></h3>
<ol>${lines.map((line) => lineItem(line, zone))}</ol></li>
`,
  )}</ol>`;
}
