import { createHash } from "node:crypto";
import { type Content, html, type Markup, trusted } from "../appearance/html.ts";
import type { Locale } from "../appearance/locales.ts";
import type { Ask, DunningValues } from "../dunning/message-kinds.ts";
import { en } from "./copy/en.ts";
import type { Ended, Notice, PageCopy, Said, SavedMeans } from "./copy/page-copy.ts";
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

/** A payment of the payer's others that their bank wants confirmed, and where the button posts to. */
export interface OtherConfirmation {
  readonly amount: string;
  readonly formAction: string;
}

/**
 * A payment waits: for a card that works, or whatever `ask` says. Texts are formatted for the locale already; an empty one
 * is left out. `unchanged`: the customer is back from the provider's page, and nothing new was saved there.
 */
export interface UpdateView extends Frame, Said, Pick<DunningValues, "invoices" | "invoiceNumber" | "failedOn"> {
  readonly kind: "update" | "unchanged";
  readonly customerName: string;
  /** When the subscription will pause; empty if it will not, or already did. */
  readonly pauseDate: string;
  /** When the last attempt takes place; empty if there is no such day. */
  readonly endDate: string;
  /** Where the button posts to, token included. */
  readonly formAction: string;
  /** Where it posts to for the provider's page of this invoice, which takes other ways to pay. */
  readonly otherWayAction?: string | undefined;
  /** Where the button confirms one payment and others wait for another means of payment: what is asked for them. */
  readonly updateInstead?: { readonly ask: Ask; readonly formAction: string } | undefined;
  readonly others: readonly OtherConfirmation[];
}

/** The customer is back from the provider's page, and a new means of payment is on file. */
interface SavedView extends Frame, SavedMeans, Pick<Said, "total" | "paysFor" | "leaveDate"> {
  readonly kind: "saved";
}

/** It is over. `payAction`: where the button posts to that pays an invoice left open. */
interface EndedView extends Frame, Ended {
  readonly kind: "ended";
  readonly payAction?: string | undefined;
}

/**
 * The customer's page. `settled`: nothing to pay any more. `withdrawn`: the company took the invoice back. `processing`: a
 * payment is under way. `expired`: the link is too old. `invalid`: it is no link of ours. `unavailable`: the provider did
 * not answer. `thanks`: the customer is back from the provider's page, and what was saved there is not known.
 */
export type UpdatePaymentView =
  | UpdateView
  | SavedView
  | EndedView
  | (Frame & { readonly kind: "settled" | "withdrawn" | "processing" | "expired" | "invalid" | "thanks" })
  /** `formAction`: what to press again; without it the page asks to open the link again. */
  | (Frame & { readonly kind: "unavailable"; readonly formAction?: string | undefined });

const copyByLocale: Readonly<Record<Locale, PageCopy>> = { en, pl, sv, zh };

const paragraphs = (texts: readonly string[]): Content => texts.map((text) => html`<p>${text}</p>\n`);

const postForm = (action: string, label: string, weight: "first" | "second" = "first"): Markup =>
  html`<form method="post" action="${action}">
<button type="submit"${weight === "second" && trusted(' class="second"')}>${label}</button>
</form>
`;

/** The means of payment in words; empty if nothing of it is known. */
function meansShown(means: Omit<SavedMeans, "means">, copy: PageCopy["update"]): string {
  if (means.cardLast4 !== "") return copy.card(means.cardBrand, means.cardLast4);
  return means.bankLast4 === "" ? "" : copy.bankAccount(means.bankName, means.bankLast4, means.debitScheme);
}

type Row = readonly [name: string, value: string];

const list = (rows: readonly Row[], kind: "facts" | "sums" = "facts"): Markup => {
  const shown = rows.filter(([, value]) => value !== "");
  return html`<dl${kind === "sums" && trusted(' class="sums"')}>\n${shown.map(([name, value]) => html`<div><dt>${name}</dt> <dd>${value}</dd></div>\n`)}</dl>\n`;
};

/** Each of several invoices, and what they come to. */
const sums = (view: UpdateView, copy: PageCopy["update"]): Markup =>
  list(
    [
      ...view.invoices.map((one): Row => [copy.invoice(one.plan, one.failedOn), one.amount]),
      [copy.facts.total, view.total],
    ],
    "sums",
  );

function facts(view: UpdateView, copy: PageCopy["update"]): Content {
  const several = view.invoices.length > 1;
  const means = meansShown(view, copy);
  const rows: readonly Row[] = [
    [copy.facts.amount, several ? "" : view.amount],
    [copy.facts.paid, view.partPaid],
    [copy.facts.plan, several ? "" : view.plan],
    [copy.facts.invoice, several ? "" : view.invoiceNumber],
    [view.bankLast4 === "" ? copy.facts.card : copy.facts.bankAccount, means],
    [copy.facts.account, view.customerName],
    [copy.facts.pause, view.pauseDate],
    [copy.facts.end, view.endDate],
  ];
  return [several && sums(view, copy), list(rows)];
}

/** Of several payments, the one that is confirmed is named. */
const firstLabel = (view: UpdateView, copy: PageCopy["update"]): string =>
  view.ask === "confirm" && view.invoices.length > 1 ? copy.confirmOne(view.amount) : copy.button[view.ask];

/** Everything there is to press, the most important first. */
const buttons = (view: UpdateView, copy: PageCopy["update"]): Content => [
  postForm(view.formAction, firstLabel(view, copy)),
  view.others.map(({ amount, formAction }) => postForm(formAction, copy.confirmOne(amount), "second")),
  view.updateInstead && postForm(view.updateInstead.formAction, copy.button[view.updateInstead.ask], "second"),
  view.otherWayAction !== undefined && postForm(view.otherWayAction, copy.otherWay, "second"),
];

/** What happened, what to do, and what to press. */
const update = (
  view: UpdateView,
  { update: copy, unchanged }: PageCopy,
): Markup => html`<h1>${headingOf(view, copy, unchanged)}</h1>
<p>${view.kind === "update" ? copy.whatHappened(view).trim() : unchanged.whatIs(meansShown(view, copy))}</p>
<p>${copy.whatToDo(view)}</p>
${facts(view, copy)}${buttons(view, copy)}<p class="secure">${copy.secure(view.company.name, view.ask)}</p>
`;

const headingOf = (view: UpdateView, copy: PageCopy["update"], unchanged: PageCopy["unchanged"]): string =>
  view.kind === "update" ? copy.heading[view.ask] : unchanged.heading;

const saved = (
  view: SavedView,
  { saved: copy, update: words, thanks }: PageCopy,
): Markup => html`<h1>${copy.heading}</h1>
<p>${copy.whatIs(view.means, meansShown(view, words))}</p>
<p>${copy.whatNext(view, view.means)}</p>
<p>${thanks.paragraphs.at(-1)}</p>
`;

const ended = (view: EndedView, { ended: copy }: PageCopy): Markup => html`<h1>${copy.heading(view.end)}</h1>
<p>${copy.whatHappened(view)}</p>
<p>${copy.comeBack(view.company.name, view.paysFor)}</p>
${view.payAction !== undefined && postForm(view.payAction, copy.pay)}${
  view.paysFor === "subscription" &&
  html`<p class="way"><a href="${view.company.website}">${copy.website(view.company.name)}</a></p>\n`
}`;

const notice = ({ heading, paragraphs: texts }: Notice): Markup => html`<h1>${heading}</h1>\n${paragraphs(texts)}`;

function content(view: UpdatePaymentView, copy: PageCopy): Markup {
  switch (view.kind) {
    case "update":
    case "unchanged":
      return update(view, copy);
    case "saved":
      return saved(view, copy);
    case "ended":
      return ended(view, copy);
    case "unavailable":
      return html`${notice(copy.unavailable)}${view.formAction !== undefined && postForm(view.formAction, copy.unavailable.button)}`;
    default:
      return notice(copy[view.kind]);
  }
}

function titleOf(view: UpdatePaymentView, copy: PageCopy): string {
  switch (view.kind) {
    case "update":
    case "unchanged":
      return headingOf(view, copy.update, copy.unchanged);
    case "ended":
      return copy.ended.heading(view.end);
    default:
      return copy[view.kind].heading;
  }
}

/** Where there is no subscription any more, or never was, there is none to cancel. */
const mayCancel = (view: UpdatePaymentView): boolean =>
  view.kind !== "ended" && !("paysFor" in view && (view.paysFor === "invoice" || view.leaveDate !== ""));

function help(view: UpdatePaymentView, copy: PageCopy["help"]): Markup {
  const { email, page } = view.support;
  const link = (href: string, label: Content) => html`<a href="${href}">${label}</a>`;
  return html`<section class="help" aria-labelledby="help">
<h2 id="help">${copy.heading}</h2>
<p>${copy.contact(link(`mailto:${email}`, email), (label) => link(page, label))}</p>
${mayCancel(view) && html`<p>${copy.cancel}</p>\n`}</section>
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
<title>${titleOf(view, copy)} – ${name}</title>
<style>${trusted(pageStyle(accentColor))}</style>
</head>
<body>
<header><a class="company" href="${website}">${name}</a></header>
<main>
${content(view, copy)}${help(view, copy.help)}</main>
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
