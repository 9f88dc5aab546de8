import * as z from "zod/mini";
import { consoleLog } from "../../platform/aws/console-log.ts";
import { dynamoDbStore } from "../../platform/aws/dynamodb-store.ts";
import { environment } from "../../platform/aws/environment.ts";
import { systemClock } from "../../platform/aws/system-clock.ts";
import { deployedPolicy as policy } from "../../policy/deployed-policy.ts";
import { createPlanNextStep } from "./plan-next-step.ts";

const { STATE_TABLE } = environment(z.object({ STATE_TABLE: z.string() }));

export const handler = createPlanNextStep({
  state: dynamoDbStore({ tableName: STATE_TABLE }),
  policy,
  clock: systemClock,
  log: consoleLog(),
});
