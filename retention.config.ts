import { defineRetention } from "./functions/policy/define-retention.ts";

/** The one file you edit: who you are, and how you treat a failed payment. `npx cdk synth` checks all of it. */
export default defineRetention({
  company: {
    name: "Orbit",
    website: "https://orbit.example",
    postalAddress: "Orbit AB, Storgatan 1, 111 23 Stockholm, Sweden",
    accentColor: "#1f5f8b",
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
  segments: {
    "high-value": { any: [{ plan: ["Business", "Business, yearly"] }, { metadataSegment: ["enterprise"] }] },
    newcomer: { ageDays: { below: 90 } },
    germany: { country: ["DE"] },
  },
  dunning: {
    steps: [
      { id: "first-retry", after: "PT6H", retry: true },
      { id: "first-letter", after: "P2D", retry: true, message: "payment-failed" },
      { id: "second-retry", after: "P4D", retry: true },
      { id: "reminder", after: "P7D", retry: true, message: "payment-reminder" },
      { id: "urgent", after: "P11D", retry: true, message: "payment-urgent" },
      { id: "pause-warning", after: "P15D", retry: true, message: "pause-warning" },
      { id: "pause", after: "P18D", retry: true, pause: true, message: "paused" },
      { id: "final-notice", after: "P25D", retry: true, message: "final-notice" },
      { id: "end", after: "P30D", end: "cancel-subscription", message: "ended" },
    ],
    preferred: {
      retryHours: { from: "07:00", until: "10:00" },
      messageHours: { from: "08:00", until: "11:00" },
      weekdays: ["friday", "saturday", "sunday", "monday"],
      waitAtMost: "P2D",
    },
  },
});
