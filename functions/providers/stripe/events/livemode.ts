import type { ProviderMode } from "../../../billing/event-source.ts";

/** What Stripe says of an event or a key as true or false; undefined where it says nothing. */
export const modeOf = (livemode: boolean | null | undefined): ProviderMode | undefined =>
  livemode === undefined || livemode === null ? undefined : livemode ? "live" : "test";
