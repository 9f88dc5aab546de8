import { html, type Markup } from "../../functions/appearance/html.ts";
import { type Locale, locales } from "../../functions/appearance/locales.ts";
import type { Mail, MailRow, SandboxWorld } from "../views/sandbox-world.ts";
import { longDay, timeOfDay } from "./dates.ts";
import { mailItems, noMailYet } from "./mail-list.ts";
import { pager, slice } from "./paging.ts";
import { languages } from "./wording.ts";

const pageSize = 20;
const views = [
  ["mail", "As read"],
  ["phone", "On a phone"],
  ["text", "Text"],
  ["source", "Source"],
] as const;
type View = (typeof views)[number][0];

/** How a mail is looked at. */
export interface Reading {
  readonly locale: Locale;
  readonly view: View;
}

/** What the address asks for, with the mail's own language and its usual look where it says nothing usable. */
export const readingOf = (mail: MailRow, locale: string | undefined, view: string | undefined): Reading => ({
  locale: locales.find((known) => known === locale) ?? mail.locale,
  view: views.find(([known]) => known === view)?.[0] ?? "mail",
});

const addressOf = ({ mailId }: MailRow, { locale, view }: Reading): string =>
  `/mails/${encodeURIComponent(mailId)}?locale=${locale}&view=${view}`;

function languageTabs(sent: MailRow, reading: Reading): Markup {
  const tab = (locale: Locale) => {
    const { name, tag } = languages[locale];
    return html`<li><a href="${addressOf(sent, { ...reading, locale })}" lang="${tag}" hreflang="${tag}"${locale === reading.locale && html` aria-current="true"`}>${name}</a></li>`;
  };
  return html`<nav class="tabs" aria-label="Language"><ul>${locales.map(tab)}</ul></nav>`;
}

const viewTabs = (sent: MailRow, reading: Reading): Markup =>
  html`<nav class="tabs" aria-label="View"><ul>${views.map(
    ([view, label]) =>
      html`<li><a href="${addressOf(sent, { ...reading, view })}"${view === reading.view && html` aria-current="true"`}>${label}</a></li>`,
  )}</ul></nav>`;

function headers(mail: Mail, lang: string): Markup {
  const rows = [
    ["From", mail.from],
    ["To", mail.to],
    ["Reply-To", mail.replyTo],
    ["Date", `${longDay(mail.sentAt, "UTC")} ${timeOfDay(mail.sentAt, "UTC")} UTC`],
    ["Message", mail.name],
    ["Key", mail.messageKey],
    ["State", mail.state],
  ];
  return html`<dl class="headers">
<div><dt>Subject</dt><dd lang="${lang}">${mail.subject}</dd></div>
${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>`;
}

function body(mail: Mail, { locale, view }: Reading): Markup {
  const { name, tag } = languages[locale];
  const path = `/mails/${encodeURIComponent(mail.mailId)}`;
  if (view === "text")
    return html`<pre class="text" lang="${tag}" tabindex="0" role="region" aria-label="Text of the mail">${mail.text}</pre>`;
  if (view === "source") {
    return html`${headers(mail, tag)}<iframe class="body as-source" sandbox title="HTML source of the mail" src="${path}/source?locale=${locale}"></iframe>`;
  }
  return html`<iframe class="body as-${view}" sandbox="allow-popups allow-popups-to-escape-sandbox" title="The mail in ${name}" src="${path}/body?locale=${locale}"></iframe>`;
}

/** The mail being read: who wrote to whom, in which language and how it looks. */
function reader(sent: MailRow, mail: Mail, reading: Reading, heading: "h1" | "h2"): Markup {
  const { tag } = languages[reading.locale];
  return html`<section class="panel reader" aria-labelledby="subject">
<p class="back"><a href="/mails">All mail</a></p>
<${heading} id="subject" lang="${tag}">${mail.subject}</${heading}>
<p class="envelope"><span>${mail.from} to ${mail.to}</span> <time datetime="${mail.sentAt}">${longDay(mail.sentAt, "UTC")}, ${timeOfDay(mail.sentAt, "UTC")} UTC</time>${
    sent.caseId !== undefined &&
    html` <a href="/cases/${encodeURIComponent(sent.caseId)}">${sent.customerName || sent.customerId}: the case</a>`
  }</p>
<div class="tab-rows">${languageTabs(sent, reading)}${viewTabs(sent, reading)}</div>
${reading.locale !== sent.locale && html`<p class="note">This is how the message would read in ${languages[reading.locale].name}. It was sent in ${languages[sent.locale].name}.</p>`}
${body(mail, reading)}
</section>`;
}

/** The inbox beside the mail being read; without one, the inbox with the newest mail. */
export async function mailPage(
  world: SandboxWorld,
  sent: MailRow | undefined,
  asked: {
    readonly locale?: string | undefined;
    readonly view?: string | undefined;
    readonly page?: string | undefined;
  },
): Promise<Markup> {
  const all = world.mails();
  const read = sent ?? all[0];
  if (read === undefined)
    return html`<section class="panel" aria-labelledby="inbox"><h1 id="inbox">Mail</h1>${noMailYet}</section>`;
  const wanted = readingOf(read, asked.locale, asked.view);
  const translated = await world.mailIn(read.mailId, wanted.locale);
  // What cannot be told in another language is shown in its own.
  const reading = translated === undefined ? { ...wanted, locale: read.locale } : wanted;
  const mail = translated ?? world.mail(read.mailId);
  const position = all.findIndex(({ mailId }) => mailId === read.mailId);
  const shown = slice(all, asked.page ?? String(Math.floor(Math.max(0, position) / pageSize) + 1), pageSize);
  const [inbox, subject] = sent === undefined ? (["h1", "h2"] as const) : (["h2", "h1"] as const);
  return html`<div class="mail-view ${sent === undefined ? "listing" : "reading"}">
<section class="panel inbox" aria-labelledby="inbox"><${inbox} id="inbox">Mail</${inbox}>
${mailItems(shown.items, read.mailId)}
${pager(shown, (page) => `/mails?page=${page}`)}
</section>
${mail && reader(read, mail, reading, subject)}
</div>`;
}
