import * as z from "zod/mini";
import { consoleLog } from "../platform/aws/console-log.ts";
import { dynamoDbStore } from "../platform/aws/dynamodb-store.ts";
import { environment } from "../platform/aws/environment.ts";
import { systemClock } from "../platform/aws/system-clock.ts";
import { createReplay } from "./replay.ts";

const { INBOX_TABLE } = environment(z.object({ INBOX_TABLE: z.string() }));

export const handler = createReplay({
  inbox: dynamoDbStore({ tableName: INBOX_TABLE }),
  clock: systemClock,
  log: consoleLog(),
});
