import * as z from "zod/mini";
import { consoleLog } from "../platform/aws/console-log.ts";
import { dynamoDbStore } from "../platform/aws/dynamodb-store.ts";
import { environment } from "../platform/aws/environment.ts";
import { systemClock } from "../platform/aws/system-clock.ts";
import { createRecordDelivery } from "./record-delivery.ts";

const { STATE_TABLE } = environment(z.object({ STATE_TABLE: z.string() }));

export const handler = createRecordDelivery({
  state: dynamoDbStore({ tableName: STATE_TABLE }),
  clock: systemClock,
  log: consoleLog(),
});
