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
      { after: "PT6H", retry: true },
      { after: "P2D", retry: true, message: "payment-failed" },
      { after: "P4D", retry: true },
      { after: "P7D", retry: true, message: "payment-reminder" },
      { after: "P11D", retry: true, message: "payment-urgent" },
      { after: "P15D", retry: true, message: "pause-warning" },
      { after: "P18D", retry: true, pause: true, message: "paused" },
      { after: "P25D", retry: true, message: "final-notice" },
      { after: "P30D", end: "cancel-subscription", message: "ended" },
    ],
    preferred: {
      retryHours: { from: "07:00", until: "10:00" },
      messageHours: { from: "08:00", until: "11:00" },
      weekdays: ["friday", "saturday", "sunday", "monday"],
      waitAtMost: "P2D",
    },
  },
});
