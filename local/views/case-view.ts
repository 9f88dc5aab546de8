import type { Customer } from "../../functions/billing/customer.ts";
import { formatMoney } from "../../functions/billing/money.ts";
import type { DunningCase, Outcome, RecoveryWay } from "../../functions/dunning/case.ts";
import type { CustomerFile } from "../../functions/dunning/case-context.ts";
import type { CaseRow, CaseStory, MailRow } from "./sandbox-world.ts";

const recoveredText: Readonly<Record<RecoveryWay, string>> = {
  retry: "Recovered by a retry",
  "retry-after-message": "Recovered by a retry after a letter",
  confirmed: "Confirmed by the customer",
  "paid-page": "Paid on a page",
  provider: "Paid by the provider's own retry",
  "self-cure": "Paid before anything was done",
  "new-card": "Recovered with a new card",
  "by-hand": "Marked paid by hand",
  outside: "Paid by the customer",
};

function statusTextOf({ outcome, paused }: DunningCase): string {
  if (outcome === undefined) return paused ? "Open, paused" : "Open";
  if (outcome.kind === "recovered") return recoveredText[outcome.how];
  return { lost: "Lost", cancelled: "Cancelled", voided: "Voided" }[outcome.kind];
}

/** A case as a line of a list. @param customer undefined while nothing is known of it but its id. */
export function caseRow(
  customer: Pick<Customer, "name"> | undefined,
  dunningCase: DunningCase,
  mailCount: number,
): CaseRow {
  const { caseId, customerId, amount, openedAt, status, outcome, attempts, planned, planName } = dunningCase;
  return {
    caseId,
    customerId,
    customerName: customer?.name ?? dunningCase.providerCustomerId,
    plan: planName ?? "",
    amount,
    amountText: formatMoney(amount, "en"),
    openedAt,
    status,
    outcome,
    statusText: statusTextOf(dunningCase),
    attemptCount: attempts.length,
    mailCount,
    next: planned && { act: planned.act, at: planned.dueAt, reason: planned.reason },
  };
}

/** A case as a whole story. */
export function caseStory(
  file: CustomerFile,
  dunningCase: DunningCase,
  mails: readonly MailRow[],
  segments: readonly string[],
): CaseStory {
  const { invoiceId, subscriptionId, paused, timeline, cardBrand, cardLast4 } = dunningCase;
  const { customer, invoices } = file.known;
  return {
    ...caseRow(customer, dunningCase, mails.length),
    invoiceId,
    invoiceNumber: invoices.get(invoiceId)?.number,
    subscriptionId,
    customer: {
      email: customer?.email,
      locale: customer?.locale,
      timeZone: customer?.timeZone,
      country: customer?.country,
      segment: customer?.segment,
      segments,
    },
    card: cardBrand && cardLast4 ? `${cardBrand} •••• ${cardLast4}` : "",
    decline: declineText(dunningCase),
    paused,
    timeline,
    mails,
  };
}

function declineText({ decline }: DunningCase): string {
  if (decline === undefined) return "";
  const { providerCode, networkCode, adviceCode } = decline;
  return [providerCode, networkCode && `network ${networkCode}`, adviceCode && `advice ${adviceCode}`]
    .filter(Boolean)
    .join(", ");
}

/** Open cases first, the next step first; then closed ones, the latest first. */
export function byInterest(a: CaseRow, b: CaseRow): number {
  if ((a.status === "closed") !== (b.status === "closed")) return a.status === "closed" ? 1 : -1;
  const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
  if (a.status === "closed") return compare(endOf(b.outcome), endOf(a.outcome)) || compare(a.caseId, b.caseId);
  return compare(a.next?.at ?? "", b.next?.at ?? "") || compare(a.caseId, b.caseId);
}

const endOf = (outcome: Outcome | undefined): string => outcome?.at ?? "";
