import * as z from "zod/mini";
import { dunningReconciler } from "../dunning/dunning-reconciler.ts";
import { consoleLog } from "../platform/aws/console-log.ts";
import { dynamoDbStore } from "../platform/aws/dynamodb-store.ts";
import { environment } from "../platform/aws/environment.ts";
import { stepFunctionsWorkflows } from "../platform/aws/step-functions-workflows.ts";
import { systemClock } from "../platform/aws/system-clock.ts";
import { deployedPolicy as policy } from "../policy/deployed-policy.ts";
import { createDrain } from "../sweep/drain.ts";
import { unappliedEvent } from "./unapplied-event.ts";

const { INBOX_TABLE, STATE_TABLE, DUNNING_STATE_MACHINE_ARN } = environment(
  z.object({ INBOX_TABLE: z.string(), STATE_TABLE: z.string(), DUNNING_STATE_MACHINE_ARN: z.string() }),
);

const ground = { policy, clock: systemClock, log: consoleLog() };
const inbox = dynamoDbStore({ tableName: INBOX_TABLE });
const state = dynamoDbStore({ tableName: STATE_TABLE });
const workflows = stepFunctionsWorkflows({ stateMachineArn: DUNNING_STATE_MACHINE_ARN });

export const handler = createDrain(
  ground,
  unappliedEvent({ ...ground, inbox, state, reconcilers: [dunningReconciler({ ...ground, state, workflows })] }),
);
