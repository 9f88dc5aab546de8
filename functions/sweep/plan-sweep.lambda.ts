import * as z from "zod/mini";
import { consoleLog } from "../platform/aws/console-log.ts";
import { dynamoDbStore } from "../platform/aws/dynamodb-store.ts";
import { environment } from "../platform/aws/environment.ts";
import { systemClock } from "../platform/aws/system-clock.ts";
import { createPlanSweep } from "./plan-sweep.ts";
import { sweptKindsOf } from "./swept-kinds.ts";

const { INBOX_TABLE, STATE_TABLE, SWEPT_KINDS } = environment(
  z.object({ INBOX_TABLE: z.string(), STATE_TABLE: z.string(), SWEPT_KINDS: z.string() }),
);
const tables = { inbox: dynamoDbStore({ tableName: INBOX_TABLE }), state: dynamoDbStore({ tableName: STATE_TABLE }) };

export const handler = createPlanSweep({
  kinds: () => sweptKindsOf(SWEPT_KINDS, tables),
  tables,
  clock: systemClock,
  log: consoleLog(),
});
