import * as z from "zod/mini";
import { dunningReconciler } from "../dunning/dunning-reconciler.ts";
import { consoleLog } from "../platform/aws/console-log.ts";
import { dynamoDbStore } from "../platform/aws/dynamodb-store.ts";
import { environment } from "../platform/aws/environment.ts";
import { secretsManager } from "../platform/aws/secrets-manager.ts";
import { stepFunctionsWorkflows } from "../platform/aws/step-functions-workflows.ts";
import { systemClock } from "../platform/aws/system-clock.ts";
import { deployedPolicy as policy } from "../policy/deployed-policy.ts";
import { stripeRecords } from "../providers/stripe/api/stripe-records.ts";
import { createApplyEvent } from "./apply-event.ts";
import { claimOrKey, rememberedClaim } from "./taken-account.ts";

const env = environment(
  z.object({
    INBOX_TABLE: z.string(),
    STATE_TABLE: z.string(),
    DUNNING_STATE_MACHINE_ARN: z.string(),
    PROVIDER_KEY_SECRET_NAME: z.string(),
    STRIPE_API_URL: z.optional(z.string()),
  }),
);

const state = dynamoDbStore({ tableName: env.STATE_TABLE });
const workflows = stepFunctionsWorkflows({ stateMachineArn: env.DUNNING_STATE_MACHINE_ARN });
const providerKey = secretsManager({ providerKey: env.PROVIDER_KEY_SECRET_NAME, clock: systemClock });
const records = stripeRecords({ providerKey, apiUrl: env.STRIPE_API_URL });
const taken = claimOrKey(rememberedClaim(state, systemClock), records);

export const handler = createApplyEvent({
  inbox: dynamoDbStore({ tableName: env.INBOX_TABLE }),
  state,
  reconcilers: [dunningReconciler({ state, workflows, policy, clock: systemClock })],
  records,
  taken,
  policy,
  clock: systemClock,
  log: consoleLog(),
});
