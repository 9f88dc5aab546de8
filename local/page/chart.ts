import { html, type Markup } from "../../functions/appearance/html.ts";
import { minorUnitDigits } from "../../functions/billing/money.ts";
import { dayAndMonth } from "./dates.ts";
import type { MoneySoFar } from "./money-series.ts";

const width = 600;
const height = 200;

/** Ticks from 0 to a round number at or above `highest`, evenly spaced: `[0, 500, 1000, 1500]`. */
export function ticks(highest: number): number[] {
  const rough = Math.max(highest, 1) / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
  return Array.from({ length: Math.ceil(Math.max(highest, 1) / step) + 1 }, (_, index) => index * step);
}

const labelled = (amount: number, currency: string): string =>
  new Intl.NumberFormat("en", {
    style: "currency",
    currency,
    notation: "compact",
    maximumFractionDigits: 1,
    minimumFractionDigits: 0,
  }).format(amount);

type Point = readonly [x: number, y: number];
const line = (points: readonly Point[]): string =>
  points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
const area = (upper: readonly Point[], lower: readonly Point[]): string =>
  `${line(upper)}${line(lower.toReversed()).replace("M", "L")}Z`;

/** Five days, three or two spread evenly from the first to the last, to the nearest day. */
function labelledDays(days: readonly MoneySoFar[]): MoneySoFar[] {
  const intervals = [4, 2].find((count) => count < days.length) ?? 1;
  const indexes = Array.from({ length: intervals + 1 }, (_, index) =>
    Math.round(((days.length - 1) / intervals) * index),
  );
  return [...new Set(indexes)].flatMap((index) => days[index] ?? []);
}

/**
 * Money failing and coming back, summed up from the first day: the line is what failed, the areas under it what came
 * back and what was lost; the gap between them is still open. Axis labels are HTML, so that they keep their size
 * while the drawing takes the width there is.
 */
export function moneyChart(days: readonly MoneySoFar[], currency: string, summary: string): Markup {
  const amounts = ticks(Math.max(...days.map(({ failedMinor }) => failedMinor)) / 10 ** minorUnitDigits(currency));
  const top = (amounts.at(-1) ?? 1) * 10 ** minorUnitDigits(currency);
  const x = (index: number) => (days.length > 1 ? (index / (days.length - 1)) * width : width);
  const points = (minorOf: (day: MoneySoFar) => number): Point[] =>
    days.map((day, index) => [x(index), height - (minorOf(day) / top) * height]);
  const floor = points(() => 0);
  const recovered = points(({ recoveredMinor }) => recoveredMinor);
  const settled = points(({ recoveredMinor, lostMinor }) => recoveredMinor + lostMinor);
  const grid = amounts.map((_, index) => (index / (amounts.length - 1)) * height);
  return html`<div class="chart">
<ol class="amounts" aria-hidden="true">${amounts.toReversed().map((amount) => html`<li>${labelled(amount, currency)}</li>`)}</ol>
<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${summary}">
<path class="grid" d="${grid.map((y) => `M0 ${y.toFixed(1)}H${width}`).join("")}"/>
<path class="came-back" d="${area(recovered, floor)}"/>
<path class="gone" d="${area(settled, recovered)}"/>
<path class="back-line" d="${line(recovered)}"/>
<path class="failed" d="${line(points(({ failedMinor }) => failedMinor))}"/>
</svg>
<ol class="days" aria-hidden="true">${labelledDays(days).map(({ day }) => html`<li>${dayAndMonth(day)}</li>`)}</ol>
</div>`;
}
