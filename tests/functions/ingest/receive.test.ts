import { createHash } from "node:crypto";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { inboxEvent, inboxKey, rawTextOf } from "../../../functions/ingest/inbox.ts";
import { createReceive } from "../../../functions/ingest/receive.ts";
import { ConfigurationError, RetryableError } from "../../../functions/platform/errors.ts";
import type { HttpHandler } from "../../../functions/platform/http/http-handler.ts";
import type { Log, LogFacts } from "../../../functions/platform/ports/log.ts";
import type { Store } from "../../../functions/platform/ports/store.ts";
import { type MemoryStore, memoryStore } from "../../../local/engine/memory-store.ts";
import { now, signingSecret, stripeEvent, stripeSignature, thinEvent, webhook } from "./webhook-request.ts";

const olderSecret = "whsec_second";
let inbox: MemoryStore;
let lines: { level: string; event: string; facts: LogFacts }[];
let receive: HttpHandler;

const noted = (level: string) => (event: string, facts: LogFacts) => void lines.push({ level, event, facts });
const log: Log = { info: noted("info"), warn: noted("warn"), error: noted("error") };
const clock = { now: () => now };
const secrets = { webhookSigningSecrets: async () => [signingSecret, olderSecret] };
const receiving = (store: Store) => createReceive({ inbox: store, secrets, clock, log });

beforeEach(() => {
  inbox = memoryStore();
  lines = [];
  receive = receiving(inbox);
});

const body = JSON.stringify(stripeEvent());
const sentenceOf = (answer: { body: string }): string => JSON.parse(answer.body).error;

describe("an event that is signed and well-formed", () => {
  it("is in the inbox, due and unchanged, before it is answered with 202", async () => {
    const answer = await receive(webhook(body));

    expect(answer).toMatchObject({ statusCode: 202, body: '{"status":"accepted"}' });
    const item = await inbox.load(inboxKey("stripe", "evt_1"));
    expect(item).toMatchObject({
      kind: "inbox",
      rev: 1,
      due: { at: "2026-01-05T08:12:00.000Z" },
      expiresAt: "2026-04-05T08:10:00.000Z",
      body: {
        eventType: "customer.updated",
        occurredAt: "2026-01-05T08:00:00.000Z",
        receivedAt: now,
        state: "accepted",
      },
    });
    expect(item && rawTextOf(inboxEvent(item))).toBe(body);
  });

  it("is answered with 200 and written no second time when it comes again", async () => {
    await receive(webhook(body));
    const saved = inbox.all();

    const answer = await receive(webhook(body));

    expect(answer).toMatchObject({ statusCode: 200, body: '{"status":"already accepted"}' });
    expect(inbox.all()).toEqual(saved);
  });

  it("becomes one item when it comes fifty times at once", async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => receive(webhook(body))));

    expect(answers.filter(({ statusCode }) => statusCode === 202)).toHaveLength(1);
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(49);
    expect(inbox.all()).toHaveLength(1);
  });

  it("may be signed with either live secret, and come in base64", async () => {
    const bytes = new TextEncoder().encode(JSON.stringify(stripeEvent({ name: "Zażółć 🎈" })));
    const headers = { "content-type": "application/json", "stripe-signature": stripeSignature(bytes, olderSecret) };

    expect(await receive(webhook(bytes, { headers }))).toMatchObject({ statusCode: 202 });
    const item = await inbox.load(inboxKey("stripe", "evt_1"));
    expect(item && rawTextOf(inboxEvent(item))).toBe(new TextDecoder().decode(bytes));
  });

  it("may be thin: it is kept, and what it leaves out is for later", async () => {
    expect(await receive(webhook(JSON.stringify(thinEvent())))).toMatchObject({ statusCode: 202 });
    expect(await inbox.load(inboxKey("stripe", "evt_thin"))).toMatchObject({
      body: { eventType: "v1.invoice.payment_failed", occurredAt: "2026-01-05T09:00:00.000Z" },
    });
  });

  it("is kept whatever its type", async () => {
    const unknown = JSON.stringify(stripeEvent({ type: "climate.order.delivered" }));

    expect(await receive(webhook(unknown))).toMatchObject({ statusCode: 202 });
  });
});

describe("a request that is refused", () => {
  const refused = async (request: Parameters<HttpHandler>[0], statusCode: number, sentence: RegExp) => {
    const answer = await receive(request);
    expect(answer.statusCode).toBe(statusCode);
    expect(sentenceOf(answer)).toMatch(sentence);
    expect(inbox.all()).toEqual([]);
  };

  it.each(["paypal", "", "__proto__", undefined])("404: provider %s", (provider) =>
    refused(webhook(body, { pathParameters: { provider } }), 404, /stripe/),
  );

  it("405: another method, saying which is right", async () => {
    const answer = await receive(webhook(body, { requestContext: { http: { method: "GET" } } }));
    expect(answer).toMatchObject({ statusCode: 405, headers: { allow: "POST" } });
  });

  it.each([undefined, "text/plain", "application/jsonp", "application/x-www-form-urlencoded"])(
    "415: content type %s",
    (type) =>
      refused(
        webhook(body, { headers: { "content-type": type, "stripe-signature": stripeSignature(body) } }),
        415,
        /application\/json/,
      ),
  );

  it.each([1024 * 1024 + 1, 10 * 1024 * 1024])("413: a body of %d bytes, in text and in base64", async (size) => {
    await refused(webhook("x".repeat(size)), 413, /1 MiB/);
    await refused(webhook(new Uint8Array(size)), 413, /1 MiB/);
  });

  it("413: many-byte characters count by their bytes", () => refused(webhook("ł".repeat(600_000)), 413, /1 MiB/));

  it("413: a body that does not fit into an item even when compressed", () => {
    const hashes = Array.from({ length: 30_000 }, (_, index) =>
      createHash("sha256").update(`${index}`).digest("base64"),
    );
    const noise = hashes.join("").slice(0, 1_000_000);
    return refused(webhook(JSON.stringify(stripeEvent({ noise }))), 413, /400 KB/);
  });

  it.each([
    ["none", undefined],
    ["another secret's", stripeSignature(body, "whsec_else")],
    ["an old one", stripeSignature(body, signingSecret, "2026-01-05T08:04:59.000Z")],
    ["one from the future", stripeSignature(body, signingSecret, "2026-01-05T08:15:01.000Z")],
    ["nonsense", "nonsense"],
  ])("401: a signature that is %s, never saying which part is wrong", async (_, signature) => {
    const headers = { "content-type": "application/json", "stripe-signature": signature };
    await refused(webhook(body, { headers }), 401, /^The signature is missing or not valid\.$/);
  });

  it.each([
    ["of another secret is told of for an alarm", stripeSignature(body, "whsec_else"), 1],
    ["that is none is anybody's, and rings nowhere", undefined, 0],
    ["that is empty is none", "", 0],
  ])("401: a signature %s", async (_, signature, told) => {
    await receive(webhook(body, { headers: { "content-type": "application/json", "stripe-signature": signature } }));
    await receive(webhook(body));
    expect(lines.filter(({ event }) => event === "signature-refused")).toHaveLength(told);
    expect(lines.filter(({ event }) => event === "event-received")).toHaveLength(1);
  });

  it.each([
    ["not JSON", "{", /not valid JSON/],
    ["nothing", "", /not valid JSON/],
    ["a list", "[]", /JSON object/],
    ["a number", "7", /JSON object/],
    ["null", "null", /JSON object/],
    ["only __proto__", '{"__proto__":{"id":"evt_1"}}', /id/],
    ["without id", JSON.stringify(stripeEvent({ id: undefined })), /\bid\b/],
    ["with an empty id", JSON.stringify(stripeEvent({ id: "" })), /\bid\b/],
    ["with a long id", JSON.stringify(stripeEvent({ id: "x".repeat(256) })), /\bid\b/],
    ["with a number as its id", JSON.stringify(stripeEvent({ id: 1 })), /\bid\b/],
    ["without type", JSON.stringify(stripeEvent({ type: undefined })), /\btype\b/],
    ["with a list as its type", JSON.stringify(stripeEvent({ type: ["a"] })), /\btype\b/],
    ["with a text as its time", JSON.stringify(stripeEvent({ created: "2026-01-05" })), /created/],
    ["with half a second", JSON.stringify(stripeEvent({ created: 1.5 })), /created/],
    ["from before 1970", JSON.stringify(stripeEvent({ created: -1 })), /created/],
    ["from after the year 9999", JSON.stringify(stripeEvent({ created: 253402300800 })), /created/],
    ["without data", JSON.stringify(stripeEvent({ data: undefined })), /\bdata\b/],
    ["without an object", JSON.stringify(stripeEvent({ data: {} })), /data\.object/],
    ["with a text as its object", JSON.stringify(stripeEvent({ data: { object: "cus_1" } })), /data\.object/],
    ["with a list as its object", JSON.stringify(stripeEvent({ data: { object: [] } })), /data\.object/],
    ["with a text as its mode", JSON.stringify(stripeEvent({ livemode: "yes" })), /livemode/],
    ["thin, without an id", JSON.stringify(thinEvent({ id: undefined })), /\bid\b/],
    ["thin, with a number as its time", JSON.stringify(thinEvent({ created: 1767600000 })), /created/],
    ["thin, with no time at all", JSON.stringify(thinEvent({ created: "yesterday" })), /created/],
    [
      "thin, from after the year 9999",
      JSON.stringify(thinEvent({ created: "+010000-01-01T00:00:00.000Z" })),
      /created/,
    ],
  ])("400: signed, but %s", (_, text, sentence) => refused(webhook(text), 400, sentence));

  it("400: signed, but not UTF-8", () => refused(webhook(new Uint8Array([0x7b, 0xff, 0x7d])), 400, /UTF-8/));

  it("400: a hundred thousand levels deep", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    return refused(webhook(deep), 400, /JSON object/);
  });

  it("401: no body at all", () =>
    refused({ ...webhook(""), body: undefined, headers: { "content-type": "application/json" } }, 401, /signature/));
});

describe("an event of another mode", () => {
  const inMode = (mode: "live" | "test" | undefined) =>
    createReceive({ inbox, secrets, clock, log, taken: async () => ({ mode }) });
  const live = JSON.stringify(stripeEvent({ livemode: true }));
  const test = JSON.stringify(stripeEvent({ livemode: false }));

  it.each([
    ["live", test, /test mode.*live mode/],
    ["test", live, /live mode.*test mode/],
  ] as const)("403: to a stage in %s mode, saying what to do, and it rings", async (mode, sent, sentence) => {
    const answer = await inMode(mode)(webhook(sent));
    expect(answer.statusCode).toBe(403);
    expect(sentenceOf(answer)).toMatch(sentence);
    expect(inbox.all()).toEqual([]);
    expect(lines).toContainEqual({
      level: "warn",
      event: "event-of-other-mode",
      facts: { provider: "stripe", eventId: "evt_1", type: "customer.updated" },
    });
  });

  it("is not asked after before the signature is known to be good", async () => {
    let asked = 0;
    const taken = async () => {
      asked += 1;
      return {};
    };
    const guarded = createReceive({ inbox, secrets, clock, log, taken });
    const headers = { "content-type": "application/json", "stripe-signature": stripeSignature(body, "whsec_else") };
    expect(await guarded(webhook(body, { headers }))).toMatchObject({ statusCode: 401 });
    expect(asked).toBe(0);
  });

  it.each([
    ["its own mode", "live", live],
    ["events that say no mode", "live", body],
    ["either, while none is claimed", undefined, test],
  ] as const)("is not: a stage takes %s", async (_, mode, sent) => {
    expect(await inMode(mode)(webhook(sent))).toMatchObject({ statusCode: 202 });
  });
});

describe("a fault of ours", () => {
  const failing = (error: unknown) => receiving({ ...inbox, save: () => Promise.reject(error) });

  it("is answered with 503 and a time to come back, and tells nothing of itself", async () => {
    for (const error of [new RetryableError("DynamoDB is down"), new TypeError("secret detail"), "thrown text"]) {
      const answer = await failing(error)(webhook(body));
      expect(answer).toMatchObject({ statusCode: 503, headers: { "retry-after": "60" } });
      expect(answer.body).not.toMatch(/DynamoDB|secret|thrown/);
    }
    expect(lines.map(({ level, event }) => `${level} ${event}`)).toEqual(Array(3).fill("error request-failed"));
  });

  it("is 503 with its sentence in the log when the secret is empty", async () => {
    const empty = { webhookSigningSecrets: () => Promise.reject(new ConfigurationError("Fill the secret x.")) };
    const unconfigured = createReceive({ inbox, secrets: empty, clock, log });

    expect(await unconfigured(webhook(body))).toMatchObject({ statusCode: 503 });
    expect(lines).toEqual([{ level: "error", event: "configuration", facts: { reason: "Fill the secret x." } }]);
  });
});

describe("any body whatever", () => {
  const answeredWell = async (request: Parameters<HttpHandler>[0]) => {
    const { statusCode, body: answer } = await receive(request);
    expect(statusCode).toBeLessThan(500);
    expect(Object.keys(JSON.parse(answer))).toHaveLength(1);
  };

  it("is answered with 2xx or 4xx when it is signed text", () =>
    fc.assert(fc.asyncProperty(fc.string({ unit: "binary" }), (text) => answeredWell(webhook(text)))));

  it("is answered with 2xx or 4xx when it is signed bytes", () =>
    fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), (bytes) => answeredWell(webhook(bytes)))));

  it("is answered with 2xx or 4xx when it is almost an event", () => {
    const field = fc.oneof(fc.anything(), fc.string(), fc.integer());
    const almost = fc.record({ id: field, type: field, created: field, data: field }, { requiredKeys: [] });
    const text = almost.map((event) => JSON.stringify(event, (_, value) => (typeof value === "bigint" ? 0 : value)));
    return fc.assert(fc.asyncProperty(text, (event) => answeredWell(webhook(event ?? ""))));
  });

  it("is answered with 2xx or 4xx whatever its encoding claims", () =>
    fc.assert(
      fc.asyncProperty(fc.string(), fc.boolean(), fc.dictionary(fc.string(), fc.string()), (text, encoded, headers) =>
        answeredWell({ ...webhook(text), isBase64Encoded: encoded, headers }),
      ),
    ));
});
