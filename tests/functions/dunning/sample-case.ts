import type { DunningCase } from "../../../functions/dunning/case.ts";
import type { CaseContext } from "../../../functions/dunning/situation.ts";
import { defineRetention } from "../../../functions/policy/define-retention.ts";
import type { PolicyInput } from "../../../functions/policy/policy.ts";

export const samplePolicyInput: PolicyInput = {
  company: { name: "Orbit", website: "https://orbit.example", postalAddress: "Storgatan 1, Stockholm" },
  sender: { name: "Orbit", email: "billing@orbit.example", replyTo: "support@orbit.example", signature: "Maja" },
  billingSupport: { email: "support@orbit.example", page: "https://orbit.example/help" },
  defaults: { locale: "en", timeZone: "Europe/Stockholm" },
  provider: { name: "stripe" },
  dunning: {
    steps: [
      { id: "first-retry", after: "PT6H", retry: true },
      { id: "first-letter", after: "P2D", retry: true, message: "payment-failed" },
      { id: "reminder", after: "P7D", retry: true, message: "payment-reminder" },
      { id: "warning", after: "P15D", retry: true, message: "pause-warning" },
      { id: "pause", after: "P18D", retry: true, pause: true, message: "paused" },
      { id: "end", after: "P30D", end: "cancel-subscription", message: "ended" },
    ],
    preferred: {
      retryHours: { from: "07:00", until: "10:00" },
      messageHours: { from: "08:00", until: "11:00" },
      weekdays: ["friday", "saturday", "sunday", "monday"],
      waitAtMost: "P2D",
    },
  },
};

export const samplePolicy = defineRetention(samplePolicyInput);

/** A policy of the same ladder whose delays are kept exactly. */
export const exactPolicy = defineRetention({
  ...samplePolicyInput,
  dunning: { ...samplePolicyInput.dunning, preferred: undefined },
});

/** Monday, noon in Stockholm. */
export const openedAt = "2026-01-05T11:00:00.000Z";

export const sampleContext: CaseContext = {
  timeZone: "Europe/Stockholm",
  attempts: [],
  wallet: {},
  letters: new Map(),
};

/** A case that has just been opened, with `changes`. */
export const sampleCase = (changes: Partial<DunningCase> = {}): DunningCase => ({
  caseId: "stripe-in_1",
  customerId: "stripe-cus_1",
  provider: "stripe",
  providerCustomerId: "cus_1",
  invoiceId: "in_1",
  subscriptionId: "sub_1",
  amount: { amountMinor: 4900, currency: "EUR" },
  openedAt,
  status: "open",
  decline: { providerCode: "insufficient_funds" },
  declinedAt: openedAt,
  cardId: "pm_1",
  attempts: [],
  done: {},
  epoch: 1,
  startedEpoch: 1,
  paused: false,
  timeline: [{ at: openedAt, what: "opened", reason: "The charge failed." }],
  ...changes,
});
