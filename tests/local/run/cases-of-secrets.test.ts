import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { mockClient } from "aws-sdk-client-mock";
import { expect, it } from "vitest";
import { createReceive } from "../../../functions/ingest/receive.ts";
import { secretsManager } from "../../../functions/platform/aws/secrets-manager.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { virtualClock } from "../../../local/engine/virtual-clock.ts";
import { secondsOf } from "../../../local/providers/stripe/shapes/shape.ts";
import { signatureHeader } from "../../../local/providers/stripe/signature.ts";
import { countingLog } from "../../../local/world/counting-log.ts";
import { webhookRequest } from "../../../local/world/http-requests.ts";

const now = "2026-01-05T09:00:00.000Z";

/** What the endpoint answers to an event signed with `secret`, where Secrets Manager holds `pasted`. */
async function answerTo(secret: string, pasted: string): Promise<number> {
  const client = new SecretsManagerClient({ region: "local" });
  mockClient(client).on(GetSecretValueCommand).resolves({ SecretString: pasted });
  const clock = virtualClock(now);
  const receive = createReceive({
    inbox: memoryStore(),
    secrets: secretsManager({ webhookSigningSecret: "holdfast/webhook", clock, client }),
    clock,
    log: countingLog(),
  });
  const event = { id: "evt_1", type: "invoice.paid", created: secondsOf(now), data: { object: { id: "in_1" } } };
  const rawBody = JSON.stringify(event);
  return (await receive(webhookRequest(rawBody, signatureHeader(rawBody, secret, secondsOf(now))))).statusCode;
}

const rolled = '{"current":"whsec_new\\n","previous":"whsec_old"}';

it.each([
  ["38-rolled-secret-pasted: the new secret", "whsec_new", rolled],
  ["38-rolled-secret-pasted: the old one", "whsec_old", rolled],
  ["a line end of Windows", "whsec_new", '{"current":"whsec_new\\r\\n","previous":"whsec_old"}'],
  ["one alone, with its line end", "whsec_new", "whsec_new\n"],
  ["one alone, in quotes", "whsec_new", '"whsec_new"'],
  ["JSON over several lines", "whsec_old", '{\n  "current": "whsec_new",\n  "previous": "whsec_old"\n}\n'],
])("an event is taken: %s", async (_, secret, pasted) => {
  expect(await answerTo(secret, pasted)).toBe(202);
});

it("an event signed with another secret is refused", async () => {
  expect(await answerTo("whsec_other", rolled)).toBe(401);
});
