import * as z from "zod/mini";
import { rememberedClaim } from "../../ingest/taken-account.ts";
import { composer } from "../../messages/composer.ts";
import { consoleLog } from "../../platform/aws/console-log.ts";
import { dynamoDbStore } from "../../platform/aws/dynamodb-store.ts";
import { environment } from "../../platform/aws/environment.ts";
import { secretsManager } from "../../platform/aws/secrets-manager.ts";
import { sesMailer } from "../../platform/aws/ses-mailer.ts";
import { systemClock } from "../../platform/aws/system-clock.ts";
import { deployedPolicy as policy } from "../../policy/deployed-policy.ts";
import { stripeDashboard } from "../../providers/stripe/api/dashboard.ts";
import { staffKinds } from "../message-kinds.ts";
import { staffLetters } from "../staff-letters.generated.ts";
import { createHandToPerson } from "./hand-to-person.ts";

const { STATE_TABLE, CONFIGURATION_SET, LINK_KEY_SECRET_NAME } = environment(
  z.object({ STATE_TABLE: z.string(), CONFIGURATION_SET: z.string(), LINK_KEY_SECRET_NAME: z.string() }),
);

const state = dynamoDbStore({ tableName: STATE_TABLE });
const taken = rememberedClaim(state, systemClock);

export const handler = createHandToPerson({
  state,
  pagesAtProvider: stripeDashboard(async () => (await taken(policy.provider.name)).mode),
  mailer: sesMailer({ configurationSet: CONFIGURATION_SET }),
  linkKey: secretsManager({ linkKey: LINK_KEY_SECRET_NAME, clock: systemClock }),
  policy,
  compose: composer(staffKinds, staffLetters),
  clock: systemClock,
  log: consoleLog(),
});
