import * as z from "zod/mini";
import { consoleLog } from "../platform/aws/console-log.ts";
import { dynamoDbStore } from "../platform/aws/dynamodb-store.ts";
import { environment } from "../platform/aws/environment.ts";
import { secretsManager } from "../platform/aws/secrets-manager.ts";
import { systemClock } from "../platform/aws/system-clock.ts";
import { deployedPolicy as policy } from "../policy/deployed-policy.ts";
import { stripeRecords } from "../providers/stripe/api/stripe-records.ts";
import { createCompareWithProvider } from "./compare-with-provider.ts";

const env = environment(
  z.object({
    INBOX_TABLE: z.string(),
    STATE_TABLE: z.string(),
    PROVIDER_KEY_SECRET_NAME: z.string(),
    STRIPE_API_URL: z.optional(z.string()),
  }),
);

const providerKey = secretsManager({ providerKey: env.PROVIDER_KEY_SECRET_NAME, clock: systemClock });

export const handler = createCompareWithProvider({
  inbox: dynamoDbStore({ tableName: env.INBOX_TABLE }),
  state: dynamoDbStore({ tableName: env.STATE_TABLE }),
  records: stripeRecords({ providerKey, apiUrl: env.STRIPE_API_URL }),
  policy,
  clock: systemClock,
  log: consoleLog(),
});
