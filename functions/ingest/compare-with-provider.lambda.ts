import * as z from "zod/mini";
import { consoleLog } from "../platform/aws/console-log.ts";
import { dynamoDbStore } from "../platform/aws/dynamodb-store.ts";
import { environment } from "../platform/aws/environment.ts";
import { secretsManager } from "../platform/aws/secrets-manager.ts";
import { sleep } from "../platform/aws/sleep.ts";
import { systemClock } from "../platform/aws/system-clock.ts";
import { deployedPolicy as policy } from "../policy/deployed-policy.ts";
import { pacedRecords } from "../providers/paced-payments.ts";
import { providerTurns } from "../providers/provider-turns.ts";
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

const ports = { state: dynamoDbStore({ tableName: env.STATE_TABLE }), clock: systemClock, log: consoleLog() };
const turns = providerTurns(
  { ...ports, sleep },
  { provider: policy.provider, lane: "work", count: 1, comesBack: false, sleepAtMostMs: 20_000 },
);

export const handler = createCompareWithProvider({
  ...ports,
  inbox: dynamoDbStore({ tableName: env.INBOX_TABLE }),
  records: pacedRecords(stripeRecords({ providerKey, apiUrl: env.STRIPE_API_URL }), turns),
  policy,
});
