import * as z from "zod/mini";
import { consoleLog } from "../platform/aws/console-log.ts";
import { dynamoDbStore } from "../platform/aws/dynamodb-store.ts";
import { environment } from "../platform/aws/environment.ts";
import { stepFunctionsWorkflows } from "../platform/aws/step-functions-workflows.ts";
import { systemClock } from "../platform/aws/system-clock.ts";
import { deployedPolicy as policy } from "../policy/deployed-policy.ts";
import { createDrain } from "../sweep/drain.ts";
import { overdueCase } from "./overdue-case.ts";

const { STATE_TABLE, DUNNING_STATE_MACHINE_ARN } = environment(
  z.object({ STATE_TABLE: z.string(), DUNNING_STATE_MACHINE_ARN: z.string() }),
);

const ground = { policy, clock: systemClock, log: consoleLog() };
const state = dynamoDbStore({ tableName: STATE_TABLE });
const workflows = stepFunctionsWorkflows({ stateMachineArn: DUNNING_STATE_MACHINE_ARN });

export const handler = createDrain(ground, overdueCase({ ...ground, state, workflows }));
