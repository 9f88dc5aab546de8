import { defineMessage, kindsByName, type MessageValues } from "../messages/message-kind.ts";
import { count, link, linkIfKnown, list, mayBeEmpty, oneOf, shown, since } from "../messages/values.ts";

/** The room that dunning's messages are about cases of, in stored messages and in registries. */
export const dunningRoom = "dunning";

/** What the end of a case means for the unpaid invoice; empty when the policy names no end. */
export const endKinds = ["mark-uncollectible", "cancel-subscription", "leave-open", ""] as const;

/**
 * What a letter asks for: that the payment is confirmed with the bank, other details of the means of payment that was
 * charged (a card, a bank account, anything else), or one at all where there is none.
 */
export const asks = ["update-card", "update-account", "update-method", "add-method", "confirm"] as const;
export type Ask = (typeof asks)[number];

/** Whether the page takes other ways to pay than the one on file; offered once that one has failed again and again. */
export const otherWays = ["offered", "none"] as const;

/** What the invoice is for: a period of a subscription, or something that was bought once. */
export const paysFor = ["subscription", "invoice"] as const;

/** Everything a message of dunning may speak of, already formatted for the reader. Each kind takes what its copy says. */
const says = {
  /** The customer's name on one line; empty when none is known, or none that may be shown. */
  customerName: mayBeEmpty,
  /** The name to greet by: the first name where it can be told, else the whole. */
  greetName: since(mayBeEmpty, ""),
  /** What remains to be paid of the invoice: `€49.00`. */
  amount: shown,
  /** What was paid of it before; empty if nothing. */
  partPaid: since(mayBeEmpty, ""),
  /** Every unpaid invoice that the letter names, this one included, oldest first, and what they come to. */
  invoices: since(list(["amount", "plan", "failedOn"]), []),
  invoiceCount: since(count, 1),
  total: since(shown, ""),
  paysFor: since(oneOf(paysFor), "subscription"),
  /** The plan's name; empty when unknown, or the invoice is for none. */
  plan: mayBeEmpty,
  /** The day the subscription ends because its customer has cancelled; empty otherwise. */
  leaveDate: since(mayBeEmpty, ""),
  /** The number on the invoice, where no subscription says what it is for; empty when unknown. */
  invoiceNumber: since(mayBeEmpty, ""),
  ask: since(oneOf(asks), "update-card"),
  otherWays: since(oneOf(otherWays), "none"),
  /** `Visa` / `4242`; both empty when unknown, or it is no card. */
  cardBrand: mayBeEmpty,
  cardLast4: mayBeEmpty,
  /** `SEPA` / `Sparbanken` / `3000` of a bank account that was debited; empty when unknown, or it is none. */
  debitScheme: since(mayBeEmpty, ""),
  bankName: since(mayBeEmpty, ""),
  bankLast4: since(mayBeEmpty, ""),
  /** One sentence in the reader's language: what the bank said, as far as it may be told. */
  declineReason: shown,
  /** The day the payment failed, in words: `5 January`. Days to come name the weekday: `Monday, 19 January`. */
  failedOn: shown,
  /** The day a charge is tried again without the customer doing anything; empty when it will not be. */
  nextDate: mayBeEmpty,
  /** When the subscription pauses / when we stop trying; empty when the policy has no such step. */
  pauseDate: mayBeEmpty,
  endDate: mayBeEmpty,
  endKind: oneOf(endKinds),
  /** Charges that failed so far, the first one included. */
  attempts: count,
  /**
   * Where the button leads: our page behind a signed link, the provider's page of the invoice where its bank wants a
   * confirmation, or billing support's page where there is nothing left to pay.
   */
  actionUrl: link,
  signature: shown,
  /** For the company's own people: an opaque id, and the sentence why a person is asked. */
  caseId: shown,
  handOverReason: shown,
  /** How to reach the customer; empty when unknown. */
  customerEmail: since(mayBeEmpty, ""),
  customerPhone: since(mayBeEmpty, ""),
  /** The provider's pages for the company's own people. */
  customerPage: since(linkIfKnown, ""),
  invoicePage: since(linkIfKnown, ""),
  subscriptionPage: since(linkIfKnown, ""),
} as const;
const { customerName, greetName, amount, partPaid, invoices, invoiceCount, total, plan, leaveDate } = says;
const { invoiceNumber, ask, cardBrand, cardLast4, debitScheme, bankName, bankLast4, failedOn, actionUrl, signature } =
  says;
const { declineReason, nextDate, pauseDate, endDate, endKind, attempts, caseId, handOverReason } = says;
const { customerEmail, customerPhone, customerPage, invoicePage, subscriptionPage } = says;

/** Everything a message of dunning may say. */
export type DunningValues = MessageValues<typeof says>;

const method = { cardBrand, cardLast4, debitScheme, bankName, bankLast4 } as const;
const payment = {
  customerName,
  amount,
  partPaid,
  paysFor: says.paysFor,
  plan,
  invoiceNumber,
  ...method,
  failedOn,
} as const;
const several = { invoices, invoiceCount, total } as const;
const notice = { purpose: "billing-notice", audience: "payer", channels: ["email"] } as const;
const toThem = { ...notice, mayGoUnsaid: ["customerName", "greetName"] } as const;
const asksFor = { ...payment, ...several, greetName, ask, leaveDate, actionUrl, signature } as const;
const again = { ...asksFor, otherWays: says.otherWays } as const;
const ofPause = { ...payment, ...several, greetName, ask, actionUrl, signature } as const;

const toCustomers = [
  defineMessage({ ...toThem, name: "payment-failed", values: { ...asksFor, declineReason, nextDate, pauseDate } }),
  defineMessage({ ...toThem, name: "payment-reminder", values: { ...again, declineReason, nextDate, pauseDate } }),
  defineMessage({ ...toThem, name: "payment-urgent", values: { ...again, declineReason, pauseDate } }),
  defineMessage({ ...toThem, name: "pause-warning", values: { ...ofPause, pauseDate } }),
  defineMessage({ ...toThem, name: "paused", values: { ...ofPause, endDate, endKind } }),
  defineMessage({ ...toThem, name: "final-notice", values: { ...again, endDate, endKind } }),
  defineMessage({
    ...toThem,
    name: "ended",
    values: { ...payment, ...several, greetName, actionUrl, signature, endKind },
  }),
  defineMessage({
    ...toThem,
    name: "recovered",
    values: { ...several, customerName, greetName, amount, paysFor: says.paysFor, plan, leaveDate, signature },
  }),
] as const;

const toStaff = [
  defineMessage({
    name: "hand-over",
    purpose: "staff",
    audience: "staff",
    channels: ["email"],
    values: {
      ...payment,
      ...{ attempts, endDate, endKind, leaveDate, caseId, handOverReason, actionUrl },
      ...{ customerEmail, customerPhone, customerPage, invoicePage, subscriptionPage },
    },
  }),
] as const;

/** What dunning writes to customers, and what it writes to the company's own people: a function carries what it sends. */
export const customerKinds = kindsByName(toCustomers);
export const staffKinds = kindsByName(toStaff);

/** Every message of dunning; each has a folder under emails/dunning/ with one file per locale. */
export const messageKinds = { ...customerKinds, ...staffKinds };
export const messageNames = [...toCustomers, ...toStaff].map(({ name }) => name);
export type MessageName = (typeof messageNames)[number];
