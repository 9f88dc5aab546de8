import type { Brand } from "../../../functions/appearance/brand.ts";
import type { Letter } from "../../../functions/contact/letter.ts";
import type { DunningValues } from "../../../functions/dunning/message-kinds.ts";
import type { NewMessage } from "../../../functions/messages/message.ts";
import { defineRetention } from "../../../functions/policy/define-retention.ts";

/** Values as an English reader sees them. */
export const sampleVariables: DunningValues = {
  customerName: "Grace O’Neill",
  greetName: "Grace",
  companyName: "Orbit",
  amount: "€49.00",
  partPaid: "",
  invoices: [{ amount: "€49.00", plan: "Orbit Pro", failedOn: "5 January" }],
  invoiceCount: 1,
  total: "€49.00",
  paysFor: "subscription",
  plan: "Orbit Pro",
  leaveDate: "",
  invoiceNumber: "",
  ask: "update-card",
  otherWays: "none",
  cardBrand: "Visa",
  cardLast4: "4242",
  debitScheme: "",
  bankName: "",
  bankLast4: "",
  declineReason: "Your bank says so.",
  failedOn: "5 January",
  nextDate: "Monday, 12 January",
  pauseDate: "Tuesday, 20 January",
  endDate: "Friday, 30 January",
  endKind: "cancel-subscription",
  attempts: 3,
  actionUrl: "https://holdfast.example/pay/abc.def",
  supportEmail: "support@orbit.example",
  supportPage: "https://orbit.example/billing-help",
  signature: "Maja at Orbit",
  caseId: "case-1",
  handOverReason: "The card was declined three times.",
  customerEmail: "grace@customer.example",
  customerPhone: "+44 20 7946 0958",
  customerPage: "https://provider.example/customers/cus_1",
  invoicePage: "https://provider.example/invoices/in_1",
  subscriptionPage: "https://provider.example/subscriptions/sub_1",
};

/** The same without anything that may be unknown. */
export const bareVariables: DunningValues = {
  ...sampleVariables,
  customerName: "",
  greetName: "",
  plan: "",
  cardBrand: "",
  cardLast4: "",
  nextDate: "",
  pauseDate: "",
  endDate: "",
  endKind: "",
};

export const sampleBrand: Brand = {
  companyName: "Orbit",
  website: "https://orbit.example",
  postalAddress: "Orbit AB, Storgatan 1, 111 23 Stockholm, Sweden",
  accentColor: "#1f5f8b",
};

export const sampleMessage: NewMessage = {
  messageKey: "case-1:3:notify",
  customerId: "stripe-cus_1",
  about: { room: "dunning", id: "case-1" },
  name: "payment-failed",
  purpose: "billing-notice",
  because: "Writes “payment-failed” on Monday: the charge was declined.",
  locale: "en",
  to: "grace@customer.example",
  values: sampleVariables,
};

export const sampleLinkKey = "k".repeat(64);

/** A billing notice that may be sent in the first days of 2026, on facts that never grow old. */
export const letterOf = (message: NewMessage, change: Partial<Letter> = {}): Letter => ({
  message,
  from: "2026-01-01T00:00:00.000Z",
  by: "2026-01-09T08:00:00.000Z",
  asOf: "2026-12-31T00:00:00.000Z",
  zone: "Europe/Stockholm",
  ...change,
});
export const sampleLetter = letterOf(sampleMessage);

export const samplePolicy = defineRetention({
  company: {
    name: "Orbit",
    website: "https://orbit.example",
    postalAddress: "Orbit AB, Storgatan 1, 111 23 Stockholm, Sweden",
  },
  sender: {
    name: "Orbit",
    email: "billing@orbit.example",
    replyTo: "support@orbit.example",
    signature: "Maja at Orbit",
  },
  billingSupport: { email: "support@orbit.example", page: "https://orbit.example/billing-help" },
  defaults: { locale: "en", timeZone: "Europe/Stockholm" },
  provider: { name: "stripe" },
  dunning: {
    steps: [
      { id: "first-letter", after: "P2D", retry: true, message: "payment-failed" },
      { id: "end", after: "P30D", end: "mark-uncollectible" },
    ],
  },
});
