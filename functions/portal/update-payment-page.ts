import { createHash } from "node:crypto";
import { type Content, html, type Markup, trusted } from "../appearance/html.ts";
import type { Locale } from "../appearance/locales.ts";
import { en } from "./copy/en.ts";
import type { Notice, PageCopy } from "./copy/page-copy.ts";
import { pl } from "./copy/pl.ts";
import { sv } from "./copy/sv.ts";
import { zh } from "./copy/zh.ts";
import { pageStyle } from "./page-style.ts";

/** Who speaks to whom. */
interface Frame {
  readonly locale: Locale;
  /** `accentColor`: `#rrggbb` of any brightness; the page makes it legible. */
  readonly company: { readonly name: string; readonly website: string; readonly accentColor: string };
  readonly support: { readonly email: string; readonly page: string };
}

/** A payment waits for a card that works. Texts are formatted for the locale already; an empty one is left out. */
export interface UpdateView extends Frame {
  readonly kind: "update";
  readonly customerName: string;
  readonly amount: string;
  readonly plan: string;
  readonly cardBrand: string;
  readonly cardLast4: string;
  /** One sentence: what the bank said. */
  readonly declineReason: string;
  /** When the subscription will pause; empty if it will not, or already did. */
  readonly pauseDate: string;
  /** When the last attempt takes place; empty if there is no such day. */
  readonly endDate: string;
  /** Where the button posts to, token included. */
  readonly formAction: string;
}

/**
 * The customer's page. `settled`: nothing to pay any more. `expired`: the link is too old. `invalid`: it is no link of
 * ours. `unavailable`: the provider did not answer. `thanks`: the customer is back from the provider's page.
 */
export type UpdatePaymentView =
  | UpdateView
  | (Frame & { readonly kind: "settled" | "expired" | "invalid" | "thanks" })
  /** `formAction`: what to press again; without it the page asks to open the link again. */
  | (Frame & { readonly kind: "unavailable"; readonly formAction?: string | undefined });

const copyByLocale: Readonly<Record<Locale, PageCopy>> = { en, pl, sv, zh };

const paragraphs = (texts: readonly string[]): Content => texts.map((text) => html`<p>${text}</p>\n`);

const postForm = (action: string, label: string): Markup => html`<form method="post" action="${action}">
<button type="submit">${label}</button>
</form>
`;

function facts(view: UpdateView, copy: PageCopy["update"]): Markup {
  const card = view.cardBrand && view.cardLast4 ? copy.card(view.cardBrand, view.cardLast4) : "";
  const rows = [
    [copy.facts.amount, view.amount],
    [copy.facts.plan, view.plan],
    [copy.facts.card, card],
    [copy.facts.account, view.customerName],
    [copy.facts.pause, view.pauseDate],
    [copy.facts.end, view.endDate],
  ].filter(([, value]) => value !== "");
  return html`<dl>\n${rows.map(([name, value]) => html`<div><dt>${name}</dt> <dd>${value}</dd></div>\n`)}</dl>\n`;
}

/** What happened, what to do, and the one button. */
const update = (view: UpdateView, copy: PageCopy["update"]): Markup => html`<h1>${copy.heading}</h1>
<p>${copy.whatHappened(view.amount, view.declineReason).trim()}</p>
<p>${copy.whatToDo(view.amount)}</p>
${facts(view, copy)}${postForm(view.formAction, copy.button)}<p class="secure">${copy.secure(view.company.name)}</p>
`;

const notice = ({ heading, paragraphs: texts }: Notice): Markup => html`<h1>${heading}</h1>\n${paragraphs(texts)}`;

function content(view: UpdatePaymentView, copy: PageCopy): Markup {
  if (view.kind === "update") return update(view, copy.update);
  if (view.kind === "unavailable" && view.formAction) {
    return html`${notice(copy.unavailable)}${postForm(view.formAction, copy.unavailable.button)}`;
  }
  return notice(copy[view.kind]);
}

function help({ email, page }: Frame["support"], copy: PageCopy["help"]): Markup {
  const link = (href: string, label: Content) => html`<a href="${href}">${label}</a>`;
  return html`<section class="help" aria-labelledby="help">
<h2 id="help">${copy.heading}</h2>
<p>${copy.contact(link(`mailto:${email}`, email), (label) => link(page, label))}</p>
<p>${copy.cancel}</p>
</section>
`;
}

/** The whole document, under 50 KB, without scripts or anything to fetch. Pure: the same view gives the same page. */
export function renderUpdatePaymentPage(view: UpdatePaymentView): string {
  const copy = copyByLocale[view.locale];
  const { name, website, accentColor } = view.company;
  return `${html`<!doctype html>
<html lang="${copy.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${copy[view.kind].heading} – ${name}</title>
<style>${trusted(pageStyle(accentColor))}</style>
</head>
<body>
<header><a class="company" href="${website}">${name}</a></header>
<main>
${content(view, copy)}${help(view.support, copy.help)}</main>
</body>
</html>
`}`;
}

/**
 * The headers every answer with this page needs. The URL carries a token, so nothing may store it or pass it on.
 * `form-action` allows https at large because browsers apply it to the redirect that follows the post, and that
 * leads to the provider's page, whose host companies may choose (a Stripe custom domain).
 */
export function updatePaymentPageHeaders(accentColor: string): Readonly<Record<string, string>> {
  const styleHash = createHash("sha256").update(pageStyle(accentColor)).digest("base64");
  return {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self' https:; frame-ancestors 'none'; base-uri 'none'`,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
}
