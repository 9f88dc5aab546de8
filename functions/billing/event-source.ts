/** Whether the provider moves money or only pretends to. */
export const providerModes = ["live", "test"] as const;
export type ProviderMode = (typeof providerModes)[number];

/** How the provider's events come in: posted to an address, through the account's own event bus, or both ways at once. */
export const eventSources = ["webhook", "event-bus", "both"] as const;
export type EventSource = (typeof eventSources)[number];

/** How the name of every event source of Stripe begins, and of the bus that goes with it. */
export const partnerSourcePrefix = "aws.partner/stripe.com/";
