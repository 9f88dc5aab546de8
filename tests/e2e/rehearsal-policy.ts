import { defineRetention } from "../../functions/policy/define-retention.ts";

/** A month of recovery in forty seconds. */
export default defineRetention({
  company: {
    name: "Orbit",
    website: "https://orbit.example",
    postalAddress: "Orbit AB, Storgatan 1, 111 23 Stockholm, Sweden",
  },
  sender: {
    name: "Orbit",
    email: "billing@mail.orbit.example",
    replyTo: "support@orbit.example",
    signature: "Maja at Orbit",
  },
  billingSupport: { email: "support@orbit.example", page: "https://orbit.example/billing-help" },
  defaults: { locale: "en", timeZone: "Europe/Stockholm" },
  provider: {
    name: "stripe",
    eventSource: "both",
    // No such source is there: the deployment is told of another bus and source by its context.
    partnerEventSource: "aws.partner/stripe.com/ed_test_rehearsal",
  },
  // A month of letters comes in one minute.
  contact: { noticesPerDay: 100, noticesPerWeek: 100 },
  dunning: {
    steps: [
      { id: "first-retry", after: "PT3S", retry: true },
      { id: "first-letter", after: "PT6S", retry: true, message: "payment-failed" },
      { id: "warning", after: "PT14S", retry: true, message: "pause-warning" },
      { id: "pause", after: "PT20S", pause: true, message: "paused" },
      { id: "final-notice", after: "PT32S", message: "final-notice", handOver: true },
      { id: "end", after: "PT40S", end: "mark-uncollectible", message: "ended" },
    ],
    coolDown: "PT5S",
  },
});
