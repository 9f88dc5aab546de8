import * as z from "zod/mini";
import { consoleLog } from "../platform/aws/console-log.ts";
import { dynamoDbStore } from "../platform/aws/dynamodb-store.ts";
import { environment } from "../platform/aws/environment.ts";
import { systemClock } from "../platform/aws/system-clock.ts";
import { createRelease } from "./release.ts";

const { INBOX_TABLE, STATE_TABLE } = environment(z.object({ INBOX_TABLE: z.string(), STATE_TABLE: z.string() }));

export const handler = createRelease({
  inbox: dynamoDbStore({ tableName: INBOX_TABLE }),
  state: dynamoDbStore({ tableName: STATE_TABLE }),
  clock: systemClock,
  log: consoleLog(),
});
