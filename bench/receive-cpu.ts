import { timingSafeEqual } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { createReceive } from "../functions/ingest/receive.ts";
import { dynamoDbStore } from "../functions/platform/aws/dynamodb-store.ts";
import { packing } from "../functions/platform/aws/packed-bytes.ts";
import { secretsManager } from "../functions/platform/aws/secrets-manager.ts";
import { instantOfSeconds } from "../functions/platform/instant.ts";
import { type Measure, median } from "./measure.ts";
import { nullTransport } from "./null-transport.ts";
import { signatureOf, signedAtSeconds, signedEvent, signingSecret } from "./signed-event.ts";

type Work = (event: ReturnType<typeof signedEvent>) => Promise<void>;

const rounds = 41;
const eventsPerRound = 200;
const limit = 1.5;

// Nothing is computed for these attributes, but they must be sent: without them an event could not be found again.
const readyBody = Object.fromEntries(
  ["provider", "eventId", "eventType", "occurredAt", "receivedAt", "state"].map((name) => [
    name,
    { S: "invoice.payment_failed" },
  ]),
);
const readyItem = {
  sk: { S: "event" },
  rev: { N: "1" },
  kind: { S: "inbox" },
  dueShard: { S: "inbox#1" },
  dueAt: { S: "2026-01-05T00:02:00.000Z" },
  expiresAt: { N: "1775347200" },
};

/** Microseconds of CPU for one event. */
export interface ReceiveCpu {
  readonly ours: number;
  /** The least anybody could do: check, parse, put. */
  readonly floor: number;
  /** The median of the rounds' ratios. */
  readonly ratio: number;
  /** The same as a table. */
  readonly table: Measure;
}

/** CPU time per accepted webhook in `receive`, and for the floor. */
export async function measureReceiveCpu(): Promise<ReceiveCpu> {
  const client = new DynamoDBClient(nullTransport({}));
  const works = { ours: receiveWork(client), floor: floorWork(client, false), packing: floorWork(client, true) };
  const events = Array.from({ length: eventsPerRound }, (_, number) => signedEvent(number));
  for (const work of [...Object.values(works), ...Object.values(works)]) await cpuMicrosPerEvent(work, events);

  const samples: { readonly ours: number; readonly floor: number; readonly packing: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    // Whoever comes second pays for the garbage of the first, so they take turns.
    const ours = round % 2 ? await cpuMicrosPerEvent(works.ours, events) : undefined;
    const floor = await cpuMicrosPerEvent(works.floor, events);
    const packing = await cpuMicrosPerEvent(works.packing, events);
    samples.push({ ours: ours ?? (await cpuMicrosPerEvent(works.ours, events)), floor, packing });
  }
  const [ours, floor] = [median(samples.map((one) => one.ours)), median(samples.map((one) => one.floor))];
  const ratio = median(samples.map((one) => one.ours / one.floor));
  const packing = median(samples.map((one) => one.packing));
  const overPacking = median(samples.map((one) => one.ours / one.packing));
  const row = { what: "`receive`", ours: microsText(ours), floor: microsText(packing), ratio: overPacking, limit };
  const how = `The floor is an HMAC, \`JSON.parse\` and one conditional put of such an item, its body packed as ours is, through the same SDK client; nothing is sent. Median of ${rounds} interleaved rounds of ${eventsPerRound} events of ${kilobytes(events[0]?.body ?? "")} KB.`;
  return { ours, floor, ratio, table: { title: "CPU per accepted webhook", how, ratios: [row] } };
}

function receiveWork(client: DynamoDBClient): Work {
  const clock = { now: () => instantOfSeconds(signedAtSeconds) };
  const vault = new SecretsManagerClient(nullTransport({ SecretString: signingSecret }));
  // The lines are made as the runtime makes them, and written nowhere.
  const line = (event: string, facts: object) => void JSON.stringify({ ...facts, event });
  const receive = createReceive({
    inbox: dynamoDbStore({ tableName: "inbox", client }),
    secrets: secretsManager({ webhookSigningSecret: "webhook", clock, client: vault }),
    clock,
    log: { info: line, warn: line, error: line },
  });
  return async ({ body, header }) => {
    const { statusCode } = await receive({
      requestContext: { http: { method: "POST" } },
      headers: { "content-type": "application/json; charset=utf-8", "stripe-signature": header },
      pathParameters: { provider: "stripe" },
      body,
      isBase64Encoded: false,
    });
    if (statusCode !== 202) throw new Error(`receive answered ${statusCode} instead of 202; nothing was measured.`);
  };
}

function floorWork(client: DynamoDBClient, packs: boolean): Work {
  return async ({ body, header }) => {
    const rawBody = Buffer.from(body);
    const given = Buffer.from(header.slice(header.indexOf("v1=") + 3), "hex");
    if (!timingSafeEqual(given, Buffer.from(signatureOf(rawBody), "hex"))) throw new Error("The signature is wrong.");
    const { id } = JSON.parse(body);
    const raw = packs ? deflateRawSync(rawBody, packing) : rawBody;
    await client.send(
      new PutItemCommand({
        TableName: "inbox",
        Item: { ...readyItem, pk: { S: id }, body: { M: { ...readyBody, raw: { B: raw } } } },
        ConditionExpression: "attribute_not_exists(pk)",
      }),
    );
  };
}

async function cpuMicrosPerEvent(work: Work, events: readonly ReturnType<typeof signedEvent>[]): Promise<number> {
  const before = process.cpuUsage();
  for (const event of events) await work(event);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / events.length;
}

const microsText = (micros: number) => `${micros.toFixed(0)} µs`;
const kilobytes = (text: string) => (Buffer.byteLength(text) / 1024).toFixed(1);
