import { html, type Markup } from "../../functions/appearance/html.ts";
import type { TimelineEntry } from "../../functions/dunning/case.ts";
import type { Instant } from "../../functions/platform/instant.ts";
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

/** `12 times, last on 9 January 08:10`, for what happened more than once. */
const repeats = ({ times, lastAt }: TimelineEntry, zone: string): string =>
  times === undefined || lastAt === undefined
    ? ""
    : ` (${times} times, last on ${shortDay(lastAt, zone)} ${timeOfDay(lastAt, zone)})`;

/** The timeline's entries, each that tells of a mail together with it, by its key; mails nobody told of stand alone. */
export function linesOf(story: Pick<CaseStory, "caseId" | "timeline" | "mails">, zone = "UTC"): Line[] {
  const byKey = new Map(story.mails.map((mail) => [mail.messageKey, mail]));
  const read = new Set<string>();
  const mailOf = ({ key }: TimelineEntry): MailRow | undefined => {
    const mail = key === undefined ? undefined : byKey.get(`${story.caseId}:${key}`);
    if (mail === undefined || read.has(mail.messageKey)) return undefined;
    read.add(mail.messageKey);
    return mail;
  };
  const told = story.timeline.map((entry): Line => {
    const [title, tone] = lineInWords(entry.what);
    const mail = tone === "letter" ? mailOf(entry) : undefined;
    return { at: entry.at, title, tone, reason: `${entry.reason}${repeats(entry, zone)}`, mail };
  });
  const untold = story.mails
    .filter(({ messageKey }) => !read.has(messageKey))
    .map(
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
  const days = Map.groupBy(linesOf(caseStory, zone), ({ at }) => shortDay(at, zone));
  return html`<ol class="story">${[...days].map(
    ([
      day,
      lines,
    ]) => html`<li><h3>${day} <span class="aside">day ${dayNumber(caseStory.openedAt, lines[0]?.at ?? caseStory.openedAt, zone)}</span></h3>
<ol>${lines.map((line) => lineItem(line, zone))}</ol></li>
`,
  )}</ol>`;
}
