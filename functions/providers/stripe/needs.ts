/** The events to subscribe to; README.md and docs/runbook.md tell the operator, and a test holds them to this list. */
export const neededEvents = [
  "customer.created",
  "customer.updated",
  "customer.deleted",
  "customer.subscription.created",
  "customer.subscription.updated",
  "customer.subscription.deleted",
  "invoice.payment_failed",
  "invoice.payment_action_required",
  "invoice.paid",
  "invoice.voided",
  "invoice.marked_uncollectible",
  "invoice.updated",
  "payment_intent.payment_failed",
  "charge.failed",
  "payment_method.attached",
  "payment_method.updated",
  "payment_method.automatically_updated",
  "payment_method.detached",
] as const;

/** Events of money that goes back after it was recovered. */
export const neededForMoneyBack = [
  "charge.refunded",
  "charge.dispute.created",
  "charge.dispute.updated",
  "charge.dispute.closed",
  "credit_note.created",
  "credit_note.updated",
  "credit_note.voided",
] as const;

/** What a restricted key must permit, as Stripe's form names it, and the parts of the API that it is needed for. */
export const neededRights = [
  { right: "Invoices", access: "write", paths: ["/v1/invoices"] },
  { right: "Subscriptions", access: "write", paths: ["/v1/subscriptions"] },
  { right: "Customer portal", access: "write", paths: ["/v1/billing_portal/sessions"] },
  { right: "Customers", access: "read", paths: ["/v1/customers"] },
  { right: "Charges and Refunds", access: "read", paths: ["/v1/charges", "/v1/refunds"] },
  { right: "Payment Intents", access: "read", paths: ["/v1/payment_intents"] },
  { right: "Payment Methods", access: "read", paths: ["/v1/payment_methods"] },
  { right: "Disputes", access: "read", paths: ["/v1/disputes"] },
  { right: "Credit notes", access: "read", paths: ["/v1/credit_notes"] },
  { right: "Events", access: "read", paths: ["/v2/core/events"] },
  { right: "Accounts", access: "read", paths: ["/v1/account"] },
] as const;
