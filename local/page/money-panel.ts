import { html, type Markup } from "../../functions/appearance/html.ts";
import { formatMoney } from "../../functions/billing/money.ts";
import type { CaseRow, DayOfMoney } from "../views/sandbox-world.ts";
import { moneyChart } from "./chart.ts";
import { dayAndMonth } from "./dates.ts";
import { currenciesOf, type MoneySoFar, soFar } from "./money-series.ts";
import { count } from "./wording.ts";

interface Figure {
  readonly mark: "failed" | "came-back" | "gone" | "open";
  readonly name: string;
  readonly amount: string;
  readonly remark: string;
}

function figures(today: MoneySoFar, currency: string, open: readonly CaseRow[]): Figure[] {
  const amount = (amountMinor: number) => formatMoney({ amountMinor, currency }, "en");
  const share = today.failedMinor > 0 ? `, ${Math.round((today.recoveredMinor / today.failedMinor) * 100)}%` : "";
  const openMinor = open.reduce((sum, row) => sum + row.amount.amountMinor, 0);
  return [
    { mark: "failed", name: "Failed", amount: amount(today.failedMinor), remark: count(today.failedCount, "payment") },
    {
      mark: "came-back",
      name: "Came back",
      amount: amount(today.recoveredMinor),
      remark: `${count(today.recoveredCount, "payment")}${share}`,
    },
    {
      mark: "gone",
      name: "Lost or cancelled",
      amount: amount(today.lostMinor),
      remark: count(today.lostCount, "payment"),
    },
    { mark: "open", name: "Still open", amount: amount(openMinor), remark: count(open.length, "case") },
  ];
}

const figure = ({ mark, name, amount, remark }: Figure): Markup =>
  html`<div><dt class="mark ${mark}">${name}</dt><dd><b>${amount}</b> <span class="remark">${remark}</span></dd></div>`;

const currencyTabs = (currencies: readonly string[], current: string): Markup | false =>
  currencies.length > 1 &&
  html`<nav class="tabs" aria-label="Currency"><ul>${currencies.map(
    (currency) =>
      html`<li><a href="/?currency=${currency}"${currency === current && html` aria-current="true"`}>${currency}</a></li>`,
  )}</ul></nav>`;

/** The same sums in words, one row per seventh day and the last. */
function weeks(days: readonly MoneySoFar[], currency: string): Markup {
  const amount = (amountMinor: number) => formatMoney({ amountMinor, currency }, "en");
  const chosen = days.filter((_, index) => index === days.length - 1 || (index + 1) % 7 === 0);
  const row = ({ day, failedMinor, recoveredMinor, lostMinor }: MoneySoFar) =>
    html`<tr><th scope="row">${dayAndMonth(day)}</th><td>${amount(failedMinor)}</td><td>${amount(recoveredMinor)}</td><td>${amount(lostMinor)}</td></tr>\n`;
  return html`<details id="weeks"><summary>The chart as a table</summary>
<div class="scroll" tabindex="0" role="region" aria-label="The chart as a table"><table>
<thead><tr><th scope="col">Until</th><th scope="col">Failed</th><th scope="col">Came back</th><th scope="col">Lost</th></tr></thead>
<tbody>${chosen.map(row)}</tbody></table></div></details>`;
}

/** Money failing and coming back in one currency: four figures, the drawing they are the legend of, and a table. */
export function moneyPanel(
  series: readonly DayOfMoney[],
  open: readonly CaseRow[],
  wanted: string | undefined,
  rate: Markup | false = false,
): Markup {
  const currencies = currenciesOf(series);
  const currency = currencies.find((known) => known === wanted) ?? currencies[0];
  const days = currency === undefined ? [] : soFar(series, currency);
  const today = days.at(-1);
  const head = html`<h2 id="money">Money failing and coming back</h2>`;
  if (currency === undefined || today === undefined || today.failedCount === 0) {
    return html`<section class="panel" aria-labelledby="money">${head}
<p class="empty">No payment has failed yet. Move the clock: cards are charged when subscriptions renew.</p></section>`;
  }
  const shown = figures(
    today,
    currency,
    open.filter(({ amount }) => amount.currency === currency),
  );
  const summary = shown.map(({ name, amount, remark }) => `${name}: ${amount}, ${remark}.`).join(" ");
  return html`<section class="panel" aria-labelledby="money">
<div class="head">${head}${currencyTabs(currencies, currency)}</div>
<dl class="figures">${shown.map(figure)}</dl>
${rate}
${moneyChart(days, currency, `Sums by day. ${summary}`)}
${weeks(days, currency)}
</section>`;
}
