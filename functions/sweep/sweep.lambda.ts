import * as z from "zod/mini";
import { unconfirmedMessage } from "../contact/unconfirmed-message.ts";
import { dunningMessages } from "../dunning/dunning-messages.ts";
import { dunningReconciler } from "../dunning/dunning-reconciler.ts";
import { overdueCase } from "../dunning/overdue-case.ts";
import { settledPayer } from "../ingest/settled-payer.ts";
import { unappliedEvent } from "../ingest/unapplied-event.ts";
import { consoleLog } from "../platform/aws/console-log.ts";
import { dynamoDbStore } from "../platform/aws/dynamodb-store.ts";
import { environment } from "../platform/aws/environment.ts";
import { secretsManager } from "../platform/aws/secrets-manager.ts";
import { sesMailer } from "../platform/aws/ses-mailer.ts";
import { stepFunctionsWorkflows } from "../platform/aws/step-functions-workflows.ts";
import { systemClock } from "../platform/aws/system-clock.ts";
import { deployedPolicy as policy } from "../policy/deployed-policy.ts";
import { stripePayments } from "../providers/stripe/api/stripe-payments.ts";
import { createSweep } from "./sweep.ts";

const env = environment(
  z.object({
    INBOX_TABLE: z.string(),
    STATE_TABLE: z.string(),
    DUNNING_STATE_MACHINE_ARN: z.string(),
    CONFIGURATION_SET: z.string(),
    PROVIDER_KEY_SECRET_NAME: z.string(),
    STRIPE_API_URL: z.optional(z.string()),
  }),
);
const providerKey = secretsManager({ providerKey: env.PROVIDER_KEY_SECRET_NAME, clock: systemClock });

const ground = { policy, clock: systemClock, log: consoleLog() };
const state = dynamoDbStore({ tableName: env.STATE_TABLE });
const inbox = dynamoDbStore({ tableName: env.INBOX_TABLE });
const workflows = stepFunctionsWorkflows({ stateMachineArn: env.DUNNING_STATE_MACHINE_ARN });
const payments = stripePayments({ providerKey, apiUrl: env.STRIPE_API_URL });
const mailer = sesMailer({ configurationSet: env.CONFIGURATION_SET });
const reconcilers = [dunningReconciler({ ...ground, state, workflows })];

export const handler = createSweep({
  ...ground,
  kinds: [
    unappliedEvent({ ...ground, inbox, state, reconcilers }),
    settledPayer({ ...ground, state, reconcilers }),
    overdueCase({ ...ground, state, workflows }),
    unconfirmedMessage({ ...ground, state, mailer }, { dunning: dunningMessages({ ...ground, state, payments }) }),
  ],
});
