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
  provider: { name: "stripe" },
  // A month of letters comes in one minute.
  contact: { noticesPerDay: 100 },
  dunning: {
    steps: [
      { after: "PT3S", retry: true },
      { after: "PT6S", retry: true, message: "payment-failed" },
      { after: "PT14S", retry: true, message: "pause-warning" },
      { after: "PT20S", pause: true, message: "paused" },
      { after: "PT32S", message: "final-notice", handOver: true },
      { after: "PT40S", end: "mark-uncollectible", message: "ended" },
    ],
    coolDown: "PT5S",
  },
});
