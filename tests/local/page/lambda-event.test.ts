import { describe, expect, it } from "vitest";
import { eventOf, responseOf } from "../../../local/page/lambda-event.ts";

const route = {
  routeKey: "ANY /webhooks/{provider}",
  pathParameters: { provider: "stripe" },
  requestId: "r1",
  now: "2026-01-05T08:10:00.000Z",
};
const post = (body: string | Uint8Array<ArrayBuffer> | null, headers: Record<string, string> = {}, query = "") =>
  new Request(`http://localhost:8787/webhooks/stripe${query}`, { method: "POST", body, headers });

describe("the event of a request", () => {
  it("is what an HTTP API hands on", async () => {
    const headers = {
      "Content-Type": "application/json; charset=utf-8",
      "Stripe-Signature": "t=1,v1=x",
      Cookie: "a=1; b=2",
    };
    expect(await eventOf(post(`{"a":"ü"}`, headers), route)).toMatchObject({
      version: "2.0",
      routeKey: "ANY /webhooks/{provider}",
      rawPath: "/webhooks/stripe",
      rawQueryString: "",
      headers: { "content-type": "application/json; charset=utf-8", "stripe-signature": "t=1,v1=x" },
      cookies: ["a=1", "b=2"],
      pathParameters: { provider: "stripe" },
      body: `{"a":"ü"}`,
      isBase64Encoded: false,
      requestContext: {
        requestId: "r1",
        time: route.now,
        timeEpoch: 1_767_600_600_000,
        http: { method: "POST", path: "/webhooks/stripe" },
      },
    });
  });

  it("keeps cookies out of the headers", async () => {
    expect((await eventOf(post("x", { cookie: "a=1" }), route)).headers).not.toHaveProperty("cookie");
  });

  it.each([
    ["application/json", false],
    ["text/plain;charset=UTF-8", false],
    ["application/cloudevents+json", false],
    ["application/xml", false],
    ["application/x-www-form-urlencoded", true],
    ["application/octet-stream", true],
    ["application/jsonish", true],
  ])("carries a body of %s in base64: %s", async (type, isBase64Encoded) => {
    const event = await eventOf(post("a=%C3%BC&b", { "content-type": type }), route);
    expect(event.isBase64Encoded).toBe(isBase64Encoded);
    expect(Buffer.from(event.body ?? "", isBase64Encoded ? "base64" : "utf8").toString()).toBe("a=%C3%BC&b");
  });

  it("carries bytes without a type unchanged", async () => {
    const bytes = new Uint8Array([0, 255, 128, 10]);
    const event = await eventOf(post(bytes), route);
    expect(event.isBase64Encoded).toBe(true);
    expect([...Buffer.from(event.body ?? "", "base64")]).toEqual([...bytes]);
  });

  it("joins repeated parameters with a comma and decodes them", async () => {
    const event = await eventOf(post(null, {}, "?a=1&a=2&token=x%2By"), route);
    expect(event.queryStringParameters).toEqual({ a: "1,2", token: "x+y" });
    expect(event.rawQueryString).toBe("a=1&a=2&token=x%2By");
    expect(event).not.toHaveProperty("body");
  });

  it("takes a parameter called __proto__ for what it is", async () => {
    const event = await eventOf(post(null, {}, "?__proto__=x"), route);
    expect(Object.keys(event.queryStringParameters ?? {})).toEqual(["__proto__"]);
  });

  it("leaves parameters out when there are none", async () => {
    expect(await eventOf(post(null), route)).not.toHaveProperty("queryStringParameters");
  });
});

describe("the response of an answer", () => {
  it("carries status, headers, cookies and text", async () => {
    const response = responseOf({
      statusCode: 303,
      headers: { location: "/x", "x-count": 2 },
      cookies: ["a=1", "b=2"],
      body: "ü",
    });
    expect([response.status, response.headers.get("location"), response.headers.get("x-count")]).toEqual([
      303,
      "/x",
      "2",
    ]);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await response.text()).toBe("ü");
  });

  it("decodes base64", async () => {
    const response = responseOf({ body: Buffer.from([0, 255]).toString("base64"), isBase64Encoded: true });
    expect(response.status).toBe(200);
    expect([...(await response.bytes())]).toEqual([0, 255]);
  });

  it("is empty without a body, as a 204 must be", () => {
    expect(responseOf({ statusCode: 204, body: "" }).body).toBeNull();
  });
});
