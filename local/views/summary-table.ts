import { formatMoney } from "../../functions/billing/money.ts";
import { type RecoveryWay, recoveryWays } from "../../functions/dunning/case.ts";
import { messageNames } from "../../functions/dunning/message-kinds.ts";
import type { Summary } from "./summary.ts";

const nameWidth = 26;
const countWidth = 7;
const leftWidth = 50;

/** The summary for a terminal: at most 100 columns, no colours. What belongs to one subject stands side by side. */
export const summaryTable = (summary: Summary): string =>
  [
    heading(summary),
    beside([...charges(summary), "", ...invoices(summary)], classes(summary)),
    money(summary),
    beside(messages(summary), [...letters(summary), "", ...budgets(summary), "", ...machinery(summary)]),
  ].join("\n\n");

type Lines = readonly string[];

/** Two columns, each line of the left one beside the line of the right one. */
function beside(left: Lines, right: Lines): string {
  const height = Math.max(left.length, right.length);
  return Array.from({ length: height }, (_, line) =>
    `${(left[line] ?? "").padEnd(leftWidth)}${right[line] ?? ""}`.trimEnd(),
  ).join("\n");
}

const dayOf = (instant: string) =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(instant));
const count = (value: number) => new Intl.NumberFormat("en").format(value);
const share = (part: number, whole: number) => (whole === 0 ? "" : `${((100 * part) / whole).toFixed(1)}%`);

function row(depth: number, name: string, value: number, note = ""): string {
  const indented = `${"  ".repeat(depth)}${name}`.padEnd(nameWidth);
  return `${indented}${count(value).padStart(countWidth)}  ${note.padStart(6)}`.trimEnd();
}

const heading = ({ seed, customers, from, until }: Summary): string =>
  `Orbit, ${count(customers)} ${customers === 1 ? "customer" : "customers"}, ${dayOf(from)} to ${dayOf(until)}, seed ${seed}`;

const charges = (summary: Summary): Lines => [
  row(0, "Charges at renewal", summary.renewalCharges),
  row(1, "declined", summary.failedRenewalCharges, share(summary.failedRenewalCharges, summary.renewalCharges)),
];

const nameOfWay: Readonly<Record<RecoveryWay, string>> = {
  retry: "by a quiet retry",
  "retry-after-message": "by one after a letter",
  "new-card": "with a new card",
  confirmed: "confirmed by the customer",
  "paid-page": "paid on a page",
  "by-hand": "marked paid by hand",
  provider: "by the provider",
  "self-cure": "by itself, before us",
  outside: "paid by the customer",
};

function invoices(summary: Summary): Lines {
  const { failed, recovered, recoveredBy, lost, cancelled, voided, open } = summary;
  return [
    row(0, "Failed invoices", failed),
    row(1, "recovered", recovered, share(recovered, failed)),
    ...recoveryWays.map((way) => row(2, nameOfWay[way], recoveredBy[way])),
    row(2, "after a letter's link", summary.recoveredAfterMessage, "(in the above)"),
    row(1, "lost", lost, share(lost, failed)),
    row(1, "cancelled", cancelled, share(cancelled, failed)),
    ...(voided > 0 ? [row(1, "voided", voided, share(voided, failed))] : []),
    row(1, "still open", open, share(open, failed)),
  ];
}

function classes({ byDeclineClass }: Summary): Lines {
  const line = (name: string, cells: readonly string[]) =>
    `${name.padEnd(20)}${cells.map((cell) => cell.padStart(10)).join("")}`;
  return [
    line("First declined for", ["failed", "recovered", ""]),
    ...byDeclineClass.map(({ declineClass, failed, recovered }) =>
      line(`  ${declineClass.replaceAll("-", " ")}`, [count(failed), count(recovered), share(recovered, failed)]),
    ),
  ];
}

function money({ money: currencies }: Summary): string {
  const line = (cells: readonly string[]) => {
    const [name = "", ...amounts] = cells;
    return `${name.padEnd(6)}${amounts.map((amount) => amount.padStart(15)).join("")}`;
  };
  const rows = currencies.map((one) => {
    const { failedMinor, recoveredMinor, givenBackMinor, netMinor, lostMinor, openMinor } = one;
    const shown = (amountMinor: number) => formatMoney({ amountMinor, currency: one.currency }, "en");
    const amounts = [failedMinor, recoveredMinor, givenBackMinor, netMinor, lostMinor, openMinor];
    return line([one.currency, ...amounts.map(shown)]);
  });
  const names = ["failed", "recovered", "given back", "net", "lost, ended", "still open"];
  return [line(["Money", ...names]), ...rows].join("\n");
}

function messages({ messages: sent }: Summary): Lines {
  const total = Object.values(sent).reduce((sum, one) => sum + one, 0);
  const named = messageNames.filter((name) => sent[name] > 0).map((name) => row(1, name, sent[name]));
  return [row(0, "Messages sent", total), ...named];
}

const letters = ({ lettersPerWeek: { most, mean } }: Summary): Lines => [
  "Letters to one payer in a week",
  row(1, "the most", most),
  `${"  on average".padEnd(nameWidth)}${mean.toFixed(2).padStart(countWidth)}`,
];

const budgets = (summary: Summary): Lines => [
  "Most charges of one number, by anybody",
  ...summary.budgets.map(({ network, days, allowed, most }) => {
    const window = days === undefined ? "a debit" : days === 1 ? "a day" : `${days} days`;
    return row(1, `${network}, ${window}`, most, `of ${allowed}`);
  }),
];

const machinery = (summary: Summary): Lines => [
  row(0, "Webhooks accepted", summary.eventsAccepted),
  row(1, "repeated, no effect", summary.eventsRepeated),
  row(1, "refused", summary.eventsRefused),
  row(1, "put aside for a person", summary.eventsParked),
  row(1, "tried again", summary.applyFailed),
  row(0, "Steps of the workflow", summary.stepsRun),
  row(1, "failed, then made good", summary.stepsFailed),
];
