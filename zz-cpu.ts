import { createHmac } from "node:crypto";
import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { HttpResponse } from "@smithy/core/protocols";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { dynamoDbStore } from "./functions/platform/aws/dynamodb-store.ts";
import { attributesOf } from "./functions/platform/aws/item-attributes.ts";
import { createReceive } from "./functions/ingest/receive.ts";
import { accept } from "./functions/ingest/inbox.ts";
import { isSignedByStripe } from "./functions/ingest/providers/stripe/signature.ts";
import { stripeWebhooks } from "./functions/ingest/providers/stripe/stripe-webhooks.ts";
const nul = { handle: async () => ({ response: new HttpResponse({ statusCode: 200, headers: {"content-type":"application/x-amz-json-1.0"}, body: Buffer.from("{}") }) }), destroy() {} };
const client = new DynamoDBClient({ region: "eu-north-1", credentials: { accessKeyId: "a", secretAccessKey: "b" }, requestHandler: nul as never });
const raw = readFileSync("/tmp/ev.json", "utf8");
const secret = "whsec_abc";
const fx = JSON.parse(readFileSync('tests/functions/ingest/providers/stripe/fixtures/legacy/invoice.paid.json','utf8')); const bodyOf = (i: number) => JSON.stringify({ ...fx, id: 'evt_' + i }, null, 2);
const N = 800;
const bodies = Array.from({ length: N }, (_, i) => bodyOf(i));
const sigs = bodies.map((b) => createHmac("sha256", secret).update("1700000000.").update(b).digest("hex"));
const quiet = { info() {}, warn() {}, error(...a: unknown[]) { console.error(a); } };
const store = dynamoDbStore({ tableName: "inbox", client });
const now = "2023-11-14T22:13:21.000Z";
const receive = createReceive({ inbox: store, secrets: { webhookSigningSecrets: async () => [secret] }, clock: { now: () => now }, log: quiet });
async function floor(i: number) {
  const b = bodies[i]!;
  createHmac("sha256", secret).update("1700000000.").update(b).digest("hex");
  const e = JSON.parse(b);
  await client.send(new PutItemCommand({ TableName: "inbox", Item: { pk: { S: e.id }, raw: { S: b } }, ConditionExpression: "attribute_not_exists(pk)" }));
}
async function ours(i: number) {
  const r = await receive({ requestContext: { http: { method: "POST" } }, headers: { "content-type": "application/json", "stripe-signature": `t=1700000000,v1=${sigs[i]}` }, pathParameters: { provider: "stripe" }, body: bodies[i], isBase64Encoded: false });
  if (r.statusCode !== 202) throw new Error(JSON.stringify(r));
}
const items = bodies.map((b, i) => accept({ provider: "stripe", eventId: "evt_" + i, eventType: "x", occurredAt: now, raw: gzipSync(b, { level: 1 }) }, now));
const cases: Record<string, (i: number) => unknown> = {
  floor, ours,
  put: (i) => store.save(items[i]!),
  marshal: (i) => attributesOf(items[i]!),
  gzip: (i) => gzipSync(bodies[i]!, { level: 1 }),
  sign: (i) => isSignedByStripe({ header: `t=1700000000,v1=${sigs[i]}`, rawBody: Buffer.from(bodies[i]!), secrets: [secret], now }),
  envelope: (i) => stripeWebhooks.envelope(bodies[i]!),
  parse: (i) => JSON.parse(bodies[i]!),
};
const only = process.argv[2]?.split(",") ?? Object.keys(cases);
const best: Record<string, number> = {};
for (let round = 0; round < 25; round++)
  for (const n of only) {
    const f = cases[n]!;
    const s = process.cpuUsage();
    for (let i = 0; i < N; i++) await f(i);
    const u = process.cpuUsage(s);
    best[n] = Math.min(best[n] ?? 1e9, (u.user + u.system) / N);
  }
console.log(best);
