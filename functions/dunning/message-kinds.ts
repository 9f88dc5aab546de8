import { defineMessage, kindsByName, type MessageValues } from "../messages/message-kind.ts";
import { count, link, mayBeEmpty, oneOf, shown } from "../messages/values.ts";

/** The room that dunning's messages are about cases of, in stored messages and in registries. */
export const dunningRoom = "dunning";

/** What the end of a case means for the unpaid invoice; empty when the policy names no end. */
export const endKinds = ["mark-uncollectible", "cancel-subscription", "leave-open", ""] as const;

/** Everything a message of dunning may speak of, already formatted for the reader. Each kind takes what its copy says. */
const says = {
  /** The customer's name on one line; empty when none is known, or none that may be shown. */
  customerName: mayBeEmpty,
  /** `€49.00` */
  amount: shown,
  /** The plan's name; empty when unknown. */
  plan: mayBeEmpty,
  /** `Visa` / `4242`; both empty when unknown. */
  cardBrand: mayBeEmpty,
  cardLast4: mayBeEmpty,
  /** One sentence in the reader's language: what the bank said, as far as it may be told. */
  declineReason: shown,
  /** The day the payment failed, in words: `5 January`. Days to come name the weekday: `Monday, 19 January`. */
  failedOn: shown,
  /** The day the card is tried again without the customer doing anything; empty when it will not be. */
  nextDate: mayBeEmpty,
  /** When the subscription pauses / when we stop trying; empty when the policy has no such step. */
  pauseDate: mayBeEmpty,
  endDate: mayBeEmpty,
  endKind: oneOf(endKinds),
  /** Charges that failed so far, the first one included. */
  attempts: count,
  /** Signed link to the page where the card is replaced; billing support's page where there is nothing left to pay. */
  actionUrl: link,
  signature: shown,
  /** For the company's own people: an opaque id, and the sentence why a person is asked. */
  caseId: shown,
  handOverReason: shown,
} as const;
const { customerName, amount, plan, cardBrand, cardLast4, failedOn, actionUrl, signature } = says;
const { declineReason, nextDate, pauseDate, endDate, endKind, attempts, caseId, handOverReason } = says;

/** Everything a message of dunning may say. */
export type DunningValues = MessageValues<typeof says>;

const payment = { customerName, amount, plan, cardBrand, cardLast4, failedOn } as const;
const notice = { purpose: "billing-notice", audience: "payer", channels: ["email"] } as const;
const asks = { ...payment, actionUrl, signature } as const;

const toCustomers = [
  defineMessage({ ...notice, name: "payment-failed", values: { ...asks, declineReason, nextDate, pauseDate } }),
  defineMessage({ ...notice, name: "payment-reminder", values: { ...asks, declineReason, nextDate, pauseDate } }),
  defineMessage({ ...notice, name: "payment-urgent", values: { ...asks, declineReason, pauseDate } }),
  defineMessage({ ...notice, name: "pause-warning", values: { ...asks, pauseDate } }),
  defineMessage({ ...notice, name: "paused", values: { ...asks, endDate, endKind } }),
  defineMessage({ ...notice, name: "final-notice", values: { ...asks, endDate, endKind } }),
  defineMessage({ ...notice, name: "ended", values: { ...asks, endKind } }),
  // Some languages thank without a form of address.
  defineMessage({
    ...notice,
    name: "recovered",
    values: { customerName, amount, plan, signature },
    mayGoUnsaid: ["customerName"],
  }),
] as const;

const toStaff = [
  defineMessage({
    name: "hand-over",
    purpose: "staff",
    audience: "staff",
    channels: ["email"],
    values: { ...payment, attempts, endDate, endKind, caseId, handOverReason, actionUrl },
  }),
] as const;

/** What dunning writes to customers, and what it writes to the company's own people: a function carries what it sends. */
export const customerKinds = kindsByName(toCustomers);
export const staffKinds = kindsByName(toStaff);

/** Every message of dunning; each has a folder under emails/dunning/ with one file per locale. */
export const messageKinds = { ...customerKinds, ...staffKinds };
export const messageNames = [...toCustomers, ...toStaff].map(({ name }) => name);
export type MessageName = (typeof messageNames)[number];
