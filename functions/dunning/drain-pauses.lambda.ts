import * as z from "zod/mini";
import { consoleLog } from "../platform/aws/console-log.ts";
import { dynamoDbStore } from "../platform/aws/dynamodb-store.ts";
import { environment } from "../platform/aws/environment.ts";
import { secretsManager } from "../platform/aws/secrets-manager.ts";
import { sleep } from "../platform/aws/sleep.ts";
import { stepFunctionsWorkflows } from "../platform/aws/step-functions-workflows.ts";
import { systemClock } from "../platform/aws/system-clock.ts";
import { deployedPolicy as policy } from "../policy/deployed-policy.ts";
import { atItsPace } from "../providers/paced-payments.ts";
import { stripePayments } from "../providers/stripe/api/stripe-payments.ts";
import { createDrain } from "../sweep/drain.ts";
import { standingPause } from "./standing-pause.ts";

const env = environment(
  z.object({
    STATE_TABLE: z.string(),
    PROVIDER_KEY_SECRET_NAME: z.string(),
    DUNNING_STATE_MACHINE_ARN: z.string(),
    STRIPE_API_URL: z.optional(z.string()),
  }),
);

const ground = { policy, clock: systemClock, log: consoleLog() };
const state = dynamoDbStore({ tableName: env.STATE_TABLE });
const workflows = stepFunctionsWorkflows({ stateMachineArn: env.DUNNING_STATE_MACHINE_ARN });
const providerKey = secretsManager({ providerKey: env.PROVIDER_KEY_SECRET_NAME, clock: systemClock });
const { payments } = atItsPace(
  stripePayments({ providerKey, apiUrl: env.STRIPE_API_URL }),
  { ...ground, state, sleep },
  { provider: policy.provider, lane: "work", count: 4, comesBack: false, sleepAtMostMs: 20_000 },
);

export const handler = createDrain(ground, standingPause({ ...ground, state, workflows, payments }));
