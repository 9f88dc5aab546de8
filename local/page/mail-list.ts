import { html, type Markup } from "../../functions/appearance/html.ts";
import type { MailRow } from "../views/sandbox-world.ts";
import { shortTime } from "./dates.ts";
import { languages } from "./wording.ts";

/** One mail as an inbox shows it: to whom, when, what about. */
const mailItem = (mail: MailRow, current: string | undefined): Markup => {
  const href = `/mails/${encodeURIComponent(mail.mailId)}`;
  const { name, tag } = languages[mail.locale];
  return html`<li class="row mail"${mail.mailId === current && html` data-current`}>
<p class="to"><span>${mail.customerName || mail.to}</span> <time datetime="${mail.sentAt}">${shortTime(mail.sentAt, "UTC")}</time></p>
<p class="subject"><a href="${href}" lang="${tag}"${mail.mailId === current && html` aria-current="true"`}>${mail.subject}</a></p>
<p class="about"><span>${mail.name}</span> <span>${name}</span>${mail.state === "bounced" && html` <span class="mark lost">Bounced</span>`}</p>
</li>
`;
};

/** Mails in the order given; `current` is the one being read. */
export const mailItems = (mails: readonly MailRow[], current?: string): Markup =>
  html`<ul class="mails">${mails.map((mail) => mailItem(mail, current))}</ul>`;

export const noMailYet = html`<p class="empty">No mail yet. The first one is written when a quiet retry has not helped.</p>`;
