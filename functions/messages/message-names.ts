/** Every message there is; each has a folder under emails/ with one file per locale. */
export const messageNames = [
  "payment-failed",
  "payment-reminder",
  "payment-urgent",
  "pause-warning",
  "paused",
  "final-notice",
  "ended",
  "recovered",
  "hand-over",
] as const;
export type MessageName = (typeof messageNames)[number];
