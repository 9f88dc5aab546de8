import type { Customer } from "../billing/customer.ts";
import { formatMoney, type Money } from "../billing/money.ts";
import type { ProviderInvoice } from "../billing/payments.ts";
import type { ProviderPages } from "../billing/provider-pages.ts";
import type { Reader } from "../billing/reader.ts";
import { dayToCome, pastDay } from "../messages/dates.ts";
import { firstName } from "../messages/first-name.ts";
import { greetingName } from "../messages/greeting-name.ts";
import { oneLine } from "../messages/one-line.ts";
import { signatureIn } from "../messages/signature.ts";
import type { Instant } from "../platform/instant.ts";
import type { DunningCase } from "./case.ts";
import { declineReason } from "./decline-reasons.ts";
import { endOf } from "./end-of-case.ts";
import { actOfKey } from "./ladder.ts";
import { askOf, chargedMeans, wantsConfirmation } from "./means-of-payment.ts";
import { type DunningValues, endKinds } from "./message-kinds.ts";
import type { PolicyForDunning } from "./policy/dunning-policy.ts";

/** One unpaid invoice as a letter names it. */
export type NamedInvoice = Pick<DunningCase, "caseId" | "amount" | "planName" | "openedAt" | "subscriptionId">;

/** What a message is about. */
export interface MessageFacts {
  readonly dunningCase: Pick<
    DunningCase,
    | "caseId"
    | "subscriptionId"
    | "amount"
    | "planName"
    | "cardId"
    | "cardBrand"
    | "cardLast4"
    | "cardChangedAt"
    | "decline"
    | "declinedAt"
    | "openedAt"
    | "attempts"
    | "methodKind"
    | "bankName"
    | "leavesAt"
    | "spared"
  > &
    Partial<Pick<DunningCase, "done" | "outcome">>;
  readonly customer: Pick<Customer, "name" | "plan" | "email" | "phone" | "country">;
  readonly policy: Pick<PolicyForDunning, "company" | "sender" | "billingSupport" | "dunning">;
  readonly reader: Reader;
  /** The invoice as the provider has it this moment; undefined where nobody asked. */
  readonly invoice?: ProviderInvoice | undefined;
  /** Every unpaid invoice that is named, this one among them, oldest first; undefined if it is the only one. */
  readonly named?: readonly NamedInvoice[] | undefined;
  /** The provider's page where the invoice can be paid or confirmed; undefined where none is known. */
  readonly hostedUrl?: string | undefined;
  /** The number printed on the invoice. */
  readonly invoiceNumber?: string | undefined;
  /** When the card is charged again unless the customer acts; undefined if it will not be. */
  readonly nextAttemptAt?: Instant | undefined;
  /** When the subscription will be paused; undefined if it will not be. */
  readonly pauseAt?: Instant | undefined;
  /** When the case ends. */
  readonly endAt?: Instant | undefined;
  /** Where the button leads. */
  readonly actionUrl: string;
  /** For `hand-over` only: one sentence, and where the company's people see it all at the provider. */
  readonly handOverReason?: string | undefined;
  readonly pages?: ProviderPages | undefined;
}

/** Everything a message to a customer may say, in the reader's language, zone and way of writing numbers. */
export function messageVariables(facts: MessageFacts): DunningValues {
  const { dunningCase, reader, invoice } = facts;
  const { means } = chargedMeans(dunningCase, invoice);
  return { ...staffVariables(facts), declineReason: declineReason(dunningCase.decline, reader.locale, means) };
}

/** What a message to the company's own people may say: the bank's reason is told to customers in words of their own. */
export function staffVariables(facts: MessageFacts): Omit<DunningValues, "declineReason"> {
  const { dunningCase, customer, policy, reader, actionUrl, invoice } = facts;
  const day = (instant: Instant | undefined) => (instant === undefined ? "" : dayToCome(instant, reader));
  const { means, ...shown } = chargedMeans(dunningCase, invoice);
  const name = greetingName(customer.name);
  return {
    customerName: name,
    greetName: firstName({ name, email: customer.email, country: customer.country }),
    companyName: policy.company.name,
    ...amountsOf(facts),
    ...subjectOf(facts),
    ask: askOf(dunningCase, means),
    otherWays: otherWaysOf(facts),
    ...shown,
    failedOn: pastDay(dunningCase.openedAt, reader),
    nextDate: day(facts.nextAttemptAt),
    pauseDate: day(mayPause(dunningCase) ? facts.pauseAt : undefined),
    endDate: day(facts.endAt),
    endKind: endKindOf(facts),
    attempts: failedCharges(dunningCase),
    actionUrl,
    supportEmail: policy.billingSupport.email,
    supportPage: policy.billingSupport.page,
    signature: signatureIn(policy.sender, reader.locale),
    caseId: dunningCase.caseId,
    handOverReason: facts.handOverReason ?? "",
    customerEmail: oneLine(customer.email ?? ""),
    customerPhone: oneLine(customer.phone ?? invoice?.customerPhone ?? ""),
    customerPage: facts.pages?.customer ?? "",
    invoicePage: facts.pages?.invoice ?? "",
    subscriptionPage: facts.pages?.subscription ?? "",
  };
}

/** So many failed charges are no accident, and what was charged may not work tomorrow either. */
const againAndAgain = 3;

/** The page takes other ways to pay where it leads to the provider's page of the one invoice. */
function otherWaysOf({ dunningCase, hostedUrl, named = [] }: MessageFacts): DunningValues["otherWays"] {
  const isOffered = hostedUrl !== undefined && named.length < 2 && !wantsConfirmation(dunningCase);
  return isOffered && failedCharges(dunningCase) >= againAndAgain ? "offered" : "none";
}

const failedCharges = ({ attempts }: MessageFacts["dunningCase"]): number =>
  1 + attempts.filter(({ result }) => result === "declined" || result === "needs-customer").length;

/** Who leaves is not paused, nor what is spared; what belongs to no subscription cannot be. */
const mayPause = ({ subscriptionId, leavesAt, spared }: MessageFacts["dunningCase"]): boolean =>
  subscriptionId !== undefined && leavesAt === undefined && spared === undefined;

type Amounts = Pick<DunningValues, "amount" | "partPaid" | "invoices" | "invoiceCount" | "total">;

/** What is owed, on this invoice and on all that the letter names: the provider's word while the invoice is open. */
function amountsOf({ dunningCase, customer, reader, invoice, named }: MessageFacts): Amounts {
  const isOpen = invoice?.status === "open" && invoice.amountRemaining.amountMinor > 0;
  const amount = isOpen ? invoice.amountRemaining : dunningCase.amount;
  const paid = isOpen ? invoice.amountPaid : undefined;
  const written = (money: Money) => formatMoney(money, reader.formatLocale);
  const all = (named ?? [dunningCase]).map((one) => (one.caseId === dunningCase.caseId ? { ...one, amount } : one));
  return {
    amount: written(amount),
    partPaid: paid === undefined || paid.amountMinor <= 0 ? "" : written(paid),
    invoices: all.map((one) => ({
      amount: written(one.amount),
      plan: planOf(one, customer),
      failedOn: pastDay(one.openedAt, reader),
    })),
    invoiceCount: all.length,
    total: totalsOf(all.map((one) => one.amount))
      .map(written)
      .join(" + "),
  };
}

/** The sum of each currency, in the order in which they come. */
function totalsOf(amounts: readonly Money[]): Money[] {
  const sums = new Map<string, number>();
  for (const { amountMinor, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
  return [...sums].map(([currency, amountMinor]) => ({ amountMinor, currency }));
}

/** What an invoice of no subscription is for, only its number says. */
const planOf = ({ planName, subscriptionId }: NamedInvoice, { plan }: MessageFacts["customer"]): string =>
  subscriptionId === undefined ? "" : oneLine(planName ?? plan ?? "");

function subjectOf({
  dunningCase,
  customer,
  reader,
  invoice,
  invoiceNumber,
}: MessageFacts): Pick<DunningValues, "paysFor" | "plan" | "leaveDate" | "invoiceNumber"> {
  const { subscriptionId, leavesAt } = dunningCase;
  const isOfSubscription = subscriptionId !== undefined;
  return {
    paysFor: isOfSubscription ? "subscription" : "invoice",
    plan: planOf(dunningCase, customer),
    leaveDate: isOfSubscription && leavesAt !== undefined ? dayToCome(leavesAt, reader) : "",
    invoiceNumber: isOfSubscription ? "" : oneLine(invoice?.number ?? invoiceNumber ?? ""),
  };
}

/**
 * What the end means: what it came to where it is behind, else what the policy makes of it. A subscription that has ended
 * by then is not ended by it.
 */
function endKindOf({ dunningCase, policy, endAt }: MessageFacts): DunningValues["endKind"] {
  const { done = {}, outcome, leavesAt } = dunningCase;
  const [, close] = Object.entries(done).find(([key]) => actOfKey(key) === "close") ?? [];
  const behind = endKinds.find((end) => end !== "" && end === close?.result);
  const isNamed = policy.dunning.steps.some(({ end }) => end !== undefined);
  const end = behind ?? (isNamed ? endOf(dunningCase, policy.dunning) : "");
  const at = outcome?.at ?? endAt;
  const hasLeft = leavesAt !== undefined && at !== undefined && leavesAt <= at;
  return end === "cancel-subscription" && hasLeft ? "mark-uncollectible" : end;
}
