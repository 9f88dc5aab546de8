import * as z from "zod/mini";
import { consoleLog } from "../../platform/aws/console-log.ts";
import { dynamoDbStore } from "../../platform/aws/dynamodb-store.ts";
import { environment } from "../../platform/aws/environment.ts";
import { secretsManager } from "../../platform/aws/secrets-manager.ts";
import { sleep } from "../../platform/aws/sleep.ts";
import { systemClock } from "../../platform/aws/system-clock.ts";
import { deployedPolicy as policy } from "../../policy/deployed-policy.ts";
import { atItsPace } from "../../providers/paced-payments.ts";
import { stripePayments } from "../../providers/stripe/api/stripe-payments.ts";
import { createPauseSubscription } from "./pause-subscription.ts";

const { STATE_TABLE, PROVIDER_KEY_SECRET_NAME, STRIPE_API_URL } = environment(
  z.object({ STATE_TABLE: z.string(), PROVIDER_KEY_SECRET_NAME: z.string(), STRIPE_API_URL: z.optional(z.string()) }),
);
const providerKey = secretsManager({ providerKey: PROVIDER_KEY_SECRET_NAME, clock: systemClock });
const state = dynamoDbStore({ tableName: STATE_TABLE });

export const handler = createPauseSubscription({
  state,
  ...atItsPace(
    stripePayments({ providerKey, apiUrl: STRIPE_API_URL }),
    { state, clock: systemClock, log: consoleLog(), sleep },
    { provider: policy.provider, lane: "work", count: 2, comesBack: true },
  ),
  policy,
  clock: systemClock,
});
