import * as z from "zod/mini";
import { consoleLog } from "../platform/aws/console-log.ts";
import { dynamoDbStore } from "../platform/aws/dynamodb-store.ts";
import { environment } from "../platform/aws/environment.ts";
import { systemClock } from "../platform/aws/system-clock.ts";
import { deployedPolicy as policy } from "../policy/deployed-policy.ts";
import { createReceiveFromBus } from "./receive-from-bus.ts";

const { INBOX_TABLE } = environment(z.object({ INBOX_TABLE: z.string() }));

export const handler = createReceiveFromBus({
  provider: policy.provider.name,
  inbox: dynamoDbStore({ tableName: INBOX_TABLE }),
  clock: systemClock,
  log: consoleLog(),
});
