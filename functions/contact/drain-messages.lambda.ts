import * as z from "zod/mini";
import { dunningMessages } from "../dunning/dunning-messages.ts";
import { consoleLog } from "../platform/aws/console-log.ts";
import { dynamoDbStore } from "../platform/aws/dynamodb-store.ts";
import { environment } from "../platform/aws/environment.ts";
import { secretsManager } from "../platform/aws/secrets-manager.ts";
import { sesMailer } from "../platform/aws/ses-mailer.ts";
import { sleep } from "../platform/aws/sleep.ts";
import { systemClock } from "../platform/aws/system-clock.ts";
import { deployedPolicy as policy } from "../policy/deployed-policy.ts";
import { atItsPace } from "../providers/paced-payments.ts";
import { stripePayments } from "../providers/stripe/api/stripe-payments.ts";
import { createDrain } from "../sweep/drain.ts";
import { unconfirmedMessage } from "./unconfirmed-message.ts";

const env = environment(
  z.object({
    STATE_TABLE: z.string(),
    CONFIGURATION_SET: z.string(),
    PROVIDER_KEY_SECRET_NAME: z.string(),
    STRIPE_API_URL: z.optional(z.string()),
  }),
);
const providerKey = secretsManager({ providerKey: env.PROVIDER_KEY_SECRET_NAME, clock: systemClock });

const ground = { policy, clock: systemClock, log: consoleLog() };
const state = dynamoDbStore({ tableName: env.STATE_TABLE });
const { payments } = atItsPace(
  stripePayments({ providerKey, apiUrl: env.STRIPE_API_URL }),
  { ...ground, state, sleep },
  { provider: policy.provider, lane: "work", count: 4, comesBack: false, sleepAtMostMs: 20_000 },
);
const mailer = sesMailer({ configurationSet: env.CONFIGURATION_SET });

export const handler = createDrain(
  // The slowest waits for Stripe and SES.
  { ...ground, budgetMs: 30_000 },
  unconfirmedMessage({ ...ground, state, mailer }, { dunning: dunningMessages({ ...ground, state, payments }) }),
);
