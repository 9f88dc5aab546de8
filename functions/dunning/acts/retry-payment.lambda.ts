import * as z from "zod/mini";
import { composer } from "../../messages/composer.ts";
import { consoleLog } from "../../platform/aws/console-log.ts";
import { dynamoDbStore } from "../../platform/aws/dynamodb-store.ts";
import { environment } from "../../platform/aws/environment.ts";
import { secretsManager } from "../../platform/aws/secrets-manager.ts";
import { sesMailer } from "../../platform/aws/ses-mailer.ts";
import { sleep } from "../../platform/aws/sleep.ts";
import { systemClock } from "../../platform/aws/system-clock.ts";
import { deployedPolicy as policy } from "../../policy/deployed-policy.ts";
import { atItsPace } from "../../providers/paced-payments.ts";
import { stripePayments } from "../../providers/stripe/api/stripe-payments.ts";
import { customerLetters } from "../customer-letters.generated.ts";
import { customerKinds } from "../message-kinds.ts";
import { createRetryPayment } from "./retry-payment.ts";

const env = environment(
  z.object({
    STATE_TABLE: z.string(),
    CONFIGURATION_SET: z.string(),
    PROVIDER_KEY_SECRET_NAME: z.string(),
    LINK_KEY_SECRET_NAME: z.string(),
    PUBLIC_URL: z.string(),
    STRIPE_API_URL: z.optional(z.string()),
  }),
);
const secrets = secretsManager({
  providerKey: env.PROVIDER_KEY_SECRET_NAME,
  linkKey: env.LINK_KEY_SECRET_NAME,
  clock: systemClock,
});
const state = dynamoDbStore({ tableName: env.STATE_TABLE });

export const handler = createRetryPayment({
  state,
  ...atItsPace(
    stripePayments({ providerKey: secrets, apiUrl: env.STRIPE_API_URL }),
    { state, clock: systemClock, log: consoleLog(), sleep },
    { provider: policy.provider, lane: "work", count: 3, comesBack: true },
  ),
  mailer: sesMailer({ configurationSet: env.CONFIGURATION_SET }),
  linkKey: secrets,
  publicUrl: env.PUBLIC_URL,
  policy,
  compose: composer(customerKinds, customerLetters),
  clock: systemClock,
  log: consoleLog(),
});
