import { html, type Markup } from "../../functions/appearance/html.ts";
import type { AnswerOfPage, HostedInvoice, MethodOnFile, PortalSession, StripePages } from "../views/sandbox-world.ts";

function methodInWords(method: MethodOnFile): string {
  if (method === undefined) return "Nothing on file";
  const { name, last4, expMonth, expYear } = method;
  const ending = last4 === "" ? name : `${name} ending in ${last4}`;
  return expMonth === undefined ? ending : `${ending}, expires ${expMonth}/${expYear}`;
}

/** A page of the provider as the sandbox plays it, plainly marked as such. */
const simulated = (title: string, content: Markup): string =>
  `${html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – simulated payment provider</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/sandbox.css">
</head>
<body class="provider">
<header class="simulated"><p><b>Simulated payment provider.</b> No real card, no real money.</p></header>
<main class="panel">
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`}`;

const choice = ({ kind, label, effect }: StripePages["methodKinds"][number], index: number): Markup =>
  html`<label class="choice"><input type="radio" name="kind" value="${kind}" required${index === 0 && html` checked`}> <span><b>${label}</b> <span>${effect}</span></span></label>
`;

/** Where a customer replaces the card: one picks what the new card will do. */
export const portalSessionPage = (session: PortalSession, kinds: StripePages["methodKinds"]): string =>
  simulated(
    "Replace your payment method",
    html`<dl><div><dt>Customer</dt><dd>${session.customerName}</dd></div>
<div><dt>Now</dt><dd>${methodInWords(session.method)}</dd></div></dl>
<form method="post">
<fieldset><legend>The new one</legend>
${kinds.map(choice)}</fieldset>
<button class="primary">Save this payment method</button>
</form>
<p class="note">The provider’s events reach Holdfast when the sandbox clock moves next.</p>
<p><a href="${session.returnUrl}">Go back without changing anything</a></p>`,
  );

/** Where a customer pays one invoice; `answer` is what came of the last try. */
export const hostedInvoicePage = (
  invoice: HostedInvoice,
  kinds: StripePages["methodKinds"],
  answer: AnswerOfPage | undefined,
): string =>
  simulated(
    `Invoice ${invoice.number}`,
    html`${answer && html`<p class="answer" role="status">${answer.message}</p>`}
<dl><div><dt>Customer</dt><dd>${invoice.customerName}</dd></div>
<div><dt>Plan</dt><dd>${invoice.plan}</dd></div>
<div><dt>Amount</dt><dd>${invoice.amountText}</dd></div>
<div><dt>Status</dt><dd>${invoice.status}</dd></div>
<div><dt>On file</dt><dd>${methodInWords(invoice.method)}</dd></div></dl>
${waysToPay(invoice, kinds)}`,
  );

function waysToPay(invoice: HostedInvoice, kinds: StripePages["methodKinds"]): Markup {
  if (invoice.status !== "open") return html`<p>There is nothing to pay here.</p>`;
  if (invoice.inProgress)
    return html`<p>A debit is on its way; there is nothing to do until the bank has answered.</p>`;
  return html`${
    invoice.asksToConfirm &&
    html`<form method="post"><input type="hidden" name="act" value="confirm"><button class="primary">Confirm the payment</button></form>`
  }
<form method="post"><button class="primary">Pay ${invoice.amountText} with what is on file</button></form>
<form method="post">
<fieldset><legend>Pay with another one</legend>
${kinds.map(choice)}</fieldset>
<p><label><input type="checkbox" name="keeps" value="yes"> Keep it for the next payments</label></p>
<button>Pay ${invoice.amountText} with this</button>
</form>`;
}

/** A page of the provider that does not exist, or no more. */
export const noSuchProviderPage = (): string =>
  simulated(
    "Nothing here",
    html`<p>This page of the payment provider does not exist, or no longer. Open the link in the mail again.</p>`,
  );
