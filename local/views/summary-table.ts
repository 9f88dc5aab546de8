import { formatMoney } from "../../functions/billing/money.ts";
import { messageNames } from "../../functions/dunning/message-kinds.ts";
import type { Summary } from "./summary.ts";

const nameWidth = 26;
const countWidth = 7;

/** The summary for a terminal: at most 100 columns, no colours. */
export const summaryTable = (summary: Summary): string =>
  [heading(summary), charges(summary), invoices(summary), money(summary), messages(summary), machinery(summary)].join(
    "\n\n",
  );

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

const charges = (summary: Summary): string =>
  [
    row(0, "Charges at renewal", summary.renewalCharges),
    row(1, "declined", summary.failedRenewalCharges, share(summary.failedRenewalCharges, summary.renewalCharges)),
  ].join("\n");

function invoices(summary: Summary): string {
  const { failed, recovered, recoveredBy, recoveredAfterMessage, lost, cancelled, voided, open } = summary;
  return [
    row(0, "Failed invoices", failed),
    row(1, "recovered", recovered, share(recovered, failed)),
    row(2, "by a retry", recoveredBy.retry),
    row(2, "with a new card", recoveredBy["new-card"]),
    row(2, "paid by the customer", recoveredBy.outside),
    row(2, "marked paid by hand", recoveredBy["by-hand"]),
    row(2, "after a message's link", recoveredAfterMessage, "(counted above too)"),
    row(1, "lost", lost, share(lost, failed)),
    row(1, "cancelled", cancelled, share(cancelled, failed)),
    ...(voided > 0 ? [row(1, "voided", voided, share(voided, failed))] : []),
    row(1, "still open", open, share(open, failed)),
  ].join("\n");
}

function money({ money: currencies }: Summary): string {
  const line = (cells: readonly string[]) => {
    const [name = "", ...amounts] = cells;
    return `${name.padEnd(8)}${amounts.map((amount) => amount.padStart(18)).join("")}`;
  };
  const rows = currencies.map(({ currency, failedMinor, recoveredMinor, lostMinor, openMinor }) => {
    const shown = (amountMinor: number) => formatMoney({ amountMinor, currency }, "en");
    return line([currency, ...[failedMinor, recoveredMinor, lostMinor, openMinor].map(shown)]);
  });
  return [line(["Money", "failed", "recovered", "lost, cancelled", "still open"]), ...rows].join("\n");
}

function messages({ messages: sent }: Summary): string {
  const total = Object.values(sent).reduce((sum, one) => sum + one, 0);
  const named = messageNames.filter((name) => sent[name] > 0).map((name) => row(1, name, sent[name]));
  return [row(0, "Messages sent", total), ...named].join("\n");
}

const machinery = (summary: Summary): string =>
  [
    row(0, "Webhooks accepted", summary.eventsAccepted),
    row(1, "repeated, no effect", summary.eventsRepeated),
    row(1, "refused", summary.eventsRefused),
    row(1, "put aside for a person", summary.eventsParked),
    row(1, "tried again", summary.applyFailed),
    row(0, "Steps of the workflow", summary.stepsRun),
    row(1, "failed, then made good", summary.stepsFailed),
  ].join("\n");
