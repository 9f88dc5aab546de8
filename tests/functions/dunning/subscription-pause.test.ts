import { expect, it } from "vitest";
import { lifted, lookAtPauseAt, type SubscriptionPause } from "../../../functions/dunning/subscription-pause.ts";

const now = "2026-03-05T06:00:00.000Z";
const pause: SubscriptionPause = {
  ...{ customerId: "stripe-cus_1", provider: "stripe", subscriptionId: "sub_1", by: "unknown", state: "standing" },
  ...{ since: "2026-02-05T07:00:00.000Z", invoiceIds: [], lifts: 0 },
};

it("looks at once at a pause of which nobody knows whose it is, and no more once it is known to be lifted", () => {
  expect(lookAtPauseAt(pause, now)).toBe(now);
  expect(lookAtPauseAt(lifted(pause, now), now)).toBeUndefined();
});
