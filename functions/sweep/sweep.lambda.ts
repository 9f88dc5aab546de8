import * as z from "zod/mini";
import policy from "../../retention.config.ts";
import { compose } from "../messages/compose.ts";
import { consoleLog } from "../platform/aws/console-log.ts";
import { dynamoDbStore } from "../platform/aws/dynamodb-store.ts";
import { environment } from "../platform/aws/environment.ts";
import { secretsManager } from "../platform/aws/secrets-manager.ts";
import { sesMailer } from "../platform/aws/ses-mailer.ts";
import { stepFunctionsWorkflows } from "../platform/aws/step-functions-workflows.ts";
import { systemClock } from "../platform/aws/system-clock.ts";
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

export const handler = createSweep({
  inbox: dynamoDbStore({ tableName: env.INBOX_TABLE }),
  state: dynamoDbStore({ tableName: env.STATE_TABLE }),
  workflows: stepFunctionsWorkflows({ stateMachineArn: env.DUNNING_STATE_MACHINE_ARN }),
  payments: stripePayments({ providerKey, apiUrl: env.STRIPE_API_URL }),
  mailer: sesMailer({ configurationSet: env.CONFIGURATION_SET }),
  policy,
  compose,
  clock: systemClock,
  log: consoleLog(),
});
