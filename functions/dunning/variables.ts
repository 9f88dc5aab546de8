import type { Customer } from "../billing/customer.ts";
import { formatMoney } from "../billing/money.ts";
import type { Reader } from "../billing/reader.ts";
import { dayToCome, pastDay } from "../messages/dates.ts";
import { greetingName } from "../messages/greeting-name.ts";
import { oneLine } from "../messages/one-line.ts";
import { signatureIn } from "../messages/signature.ts";
import type { Instant } from "../platform/instant.ts";
import type { DunningCase } from "./case.ts";
import { declineReason } from "./decline-reasons.ts";
import { endOf } from "./end-of-case.ts";
import type { DunningValues } from "./message-kinds.ts";
import type { PolicyForDunning } from "./policy/dunning-policy.ts";

/** What a message is about. */
export interface MessageFacts {
  readonly dunningCase: Pick<
    DunningCase,
    | "caseId"
    | "subscriptionId"
    | "amount"
    | "planName"
    | "cardBrand"
    | "cardLast4"
    | "decline"
    | "openedAt"
    | "attempts"
    | "spared"
  >;
  readonly customer: Pick<Customer, "name" | "plan">;
  readonly policy: Pick<PolicyForDunning, "company" | "sender" | "billingSupport" | "dunning">;
  readonly reader: Reader;
  /** When the card is charged again unless the customer acts; undefined if it will not be. */
  readonly nextAttemptAt?: Instant | undefined;
  /** When the subscription will be paused; undefined if it will not be. */
  readonly pauseAt?: Instant | undefined;
  /** When the case ends. */
  readonly endAt?: Instant | undefined;
  /** Where the button leads. */
  readonly actionUrl: string;
  /** One sentence; for `hand-over` only. */
  readonly handOverReason?: string | undefined;
}

/** Everything a message to a customer may say, in the reader's language, zone and way of writing numbers. */
export const messageVariables = (facts: MessageFacts): DunningValues => ({
  ...staffVariables(facts),
  declineReason: declineReason(facts.dunningCase.decline, facts.reader.locale),
});

/** What a message to the company's own people may say: the bank's reason is told to customers in words of their own. */
export function staffVariables(facts: MessageFacts): Omit<DunningValues, "declineReason"> {
  const { dunningCase, customer, policy, reader, actionUrl } = facts;
  const day = (instant: Instant | undefined) => (instant === undefined ? "" : dayToCome(instant, reader));
  return {
    customerName: greetingName(customer.name),
    companyName: policy.company.name,
    amount: formatMoney(dunningCase.amount, reader.formatLocale),
    plan: oneLine(dunningCase.planName ?? customer.plan ?? ""),
    ...cardOf(dunningCase),
    failedOn: pastDay(dunningCase.openedAt, reader),
    nextDate: day(facts.nextAttemptAt),
    pauseDate: day(facts.pauseAt),
    endDate: day(facts.endAt),
    endKind: endKindOf(facts),
    attempts:
      1 + dunningCase.attempts.filter(({ result }) => result === "declined" || result === "needs-customer").length,
    actionUrl,
    supportEmail: policy.billingSupport.email,
    supportPage: policy.billingSupport.page,
    signature: signatureIn(policy.sender, reader.locale),
    caseId: dunningCase.caseId,
    handOverReason: facts.handOverReason ?? "",
  };
}

const endKindOf = ({ dunningCase, policy }: MessageFacts): DunningValues["endKind"] =>
  policy.dunning.steps.some(({ end }) => end !== undefined) ? endOf(dunningCase, policy.dunning) : "";

/** Providers call a brand they do not know `Unknown`; that is no word for a customer. */
function cardOf({ cardBrand = "", cardLast4 = "" }: MessageFacts["dunningCase"]) {
  return { cardBrand: /^unknown$/i.test(cardBrand) ? "" : oneLine(cardBrand), cardLast4: oneLine(cardLast4) };
}
