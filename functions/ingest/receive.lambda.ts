import * as z from "zod/mini";
import { consoleLog } from "../platform/aws/console-log.ts";
import { dynamoDbStore } from "../platform/aws/dynamodb-store.ts";
import { environment } from "../platform/aws/environment.ts";
import { secretsManager } from "../platform/aws/secrets-manager.ts";
import { systemClock } from "../platform/aws/system-clock.ts";
import { createReceive } from "./receive.ts";
import { rememberedClaim } from "./taken-account.ts";

const { INBOX_TABLE, STATE_TABLE, WEBHOOK_SECRET_NAME } = environment(
  z.object({ INBOX_TABLE: z.string(), STATE_TABLE: z.string(), WEBHOOK_SECRET_NAME: z.string() }),
);

export const handler = createReceive({
  inbox: dynamoDbStore({ tableName: INBOX_TABLE }),
  secrets: secretsManager({ webhookSigningSecret: WEBHOOK_SECRET_NAME, clock: systemClock }),
  taken: rememberedClaim(dynamoDbStore({ tableName: STATE_TABLE }), systemClock),
  clock: systemClock,
  log: consoleLog(),
});
