import * as z from "zod/mini";
import { settlingCases } from "../dunning/settled-cases.ts";
import { consoleLog } from "../platform/aws/console-log.ts";
import { dynamoDbStore } from "../platform/aws/dynamodb-store.ts";
import { environment } from "../platform/aws/environment.ts";
import { systemClock } from "../platform/aws/system-clock.ts";
import { deployedPolicy as policy } from "../policy/deployed-policy.ts";
import { createDrain } from "../sweep/drain.ts";
import { settledPayer } from "./settled-payer.ts";

const { STATE_TABLE } = environment(z.object({ STATE_TABLE: z.string() }));

const ground = { policy, clock: systemClock, log: consoleLog() };
const state = dynamoDbStore({ tableName: STATE_TABLE });

export const handler = createDrain(
  ground,
  settledPayer({ ...ground, state, reconcilers: [{ settling: settlingCases }] }),
);
