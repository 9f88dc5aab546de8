import { describe, expect, it, vi } from "vitest";
import { createApp } from "../../../local/page/app.ts";
import { readMarkup } from "../../page/read-markup.ts";
import { hostileName, sampleWorld } from "./sample-world.ts";

const origin = "http://localhost:8787";
const formHeaders = { "content-type": "application/x-www-form-urlencoded", origin };

function visit(world = sampleWorld()) {
  const app = createApp(world);
  return {
    world,
    get: (path: string) => app.request(origin + path),
    post: (path: string, body: string, headers: Record<string, string> = formHeaders) =>
      app.request(origin + path, { method: "POST", body, headers }),
  };
}

const paths = [
  "/",
  "/?currency=JPY",
  "/?currency=XXX",
  "/cases",
  "/cases?state=open&page=1",
  "/cases?state=nonsense&page=-3",
  "/cases/stripe-in_1",
  "/cases/stripe-in_3",
  "/cases/stripe-in_5",
  "/cases/stripe-in_7",
  "/mails",
  "/mails?page=99",
  "/mails/mail-3-0",
  "/mails/mail-1-0?view=phone&locale=sv",
  "/mails/mail-1-0?view=text&locale=zh",
  "/mails/mail-1-0?view=source&locale=xx",
  "/stripe/portal/bps_1",
  "/stripe/invoice/in_1",
];

describe.each(paths)("the page %s", (path) => {
  it("is whole, light and shows names as names", async () => {
    const response = await visit().get(path);
    const source = await response.text();
    const { tags, text, unbalanced } = readMarkup(source);
    expect(response.status).toBe(200);
    expect(unbalanced).toEqual([]);
    expect(Buffer.byteLength(source)).toBeLessThan(50_000);
    expect(tags.filter(({ name }) => name === "h1")).toHaveLength(1);
    expect(
      tags.filter(({ name }) => name === "script").every(({ attributes }) => attributes["src"] === "/sandbox.js"),
    ).toBe(true);
    expect(
      tags.some(
        ({ attributes }) => "style" in attributes || Object.keys(attributes).some((name) => name.startsWith("on")),
      ),
    ).toBe(false);
    expect(text).not.toMatch(/undefined|NaN|\[object|Invalid/);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  });
});

describe("what the pages tell", () => {
  it("shows a hostile name as it is, on the list and on its case", async () => {
    for (const path of ["/cases", "/cases/stripe-in_3", "/stripe/portal/bps_1"])
      expect(readMarkup(await (await visit().get(path)).text()).text).toContain(hostileName);
  });

  it("names the segments a customer is in, as text", async () => {
    const page = await (await visit().get("/cases/stripe-in_3")).text();
    expect(readMarkup(page).text).toContain("In the segmentshigh-value, <i>germany</i>");
    expect(page).not.toContain("<i>germany</i>");
  });

  it("sums the money of one currency", async () => {
    const { text } = readMarkup(await (await visit().get("/?currency=PLN")).text());
    expect(text).toMatch(/Still open\s*PLN\s12,499\.00/);
    expect(text).not.toContain("€2,107.00");
  });

  it("begins with words, not with emptiness", async () => {
    const { get } = visit(sampleWorld({ empty: true }));
    expect(await (await get("/")).text()).toContain("No payment has failed yet.");
    expect(await (await get("/cases")).text()).toContain("No such case yet.");
    expect(await (await get("/mails")).text()).toContain("No mail yet.");
  });

  it("shows the same mail in another language and says so", async () => {
    const { text } = readMarkup(await (await visit().get("/mails/mail-1-0?locale=zh")).text());
    expect(text).toContain("您的Orbit付款€49.00未成功");
    expect(text).toContain("This is how the message would read in 中文. It was sent in Polski.");
  });

  it("says plainly what it cannot find", async () => {
    for (const path of ["/nowhere", "/cases/none", "/mails/none", "/stripe/portal/none", "/stripe/invoice/none"])
      expect((await visit().get(path)).status).toBe(404);
  });

  it("gives its data as JSON", async () => {
    const data: unknown = await (await visit().get("/data.json")).json();
    expect(data).toMatchObject({
      now: "2026-01-25T08:10:00.000Z",
      busy: false,
      cases: { length: 9 },
      mails: { length: 18 },
    });
  });
});

describe("the body of a mail", () => {
  it("is the mail, opening its links beside the sandbox and forbidden everything else", async () => {
    const response = await visit().get("/mails/mail-1-0/body?locale=sv");
    expect(await response.text()).toContain(`<head><base target="_blank"><title>Betalningen`);
    const policy = response.headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("sandbox allow-popups");
    expect(policy).not.toContain("allow-scripts");
  });

  it("has its source as plain text", async () => {
    const response = await visit().get("/mails/mail-1-0/source");
    expect(response.headers.get("content-type")).toContain("text/plain");
    expect(await response.text()).toContain("<!doctype html>");
  });
});

describe("the clock", () => {
  it.each([
    ["PT1H", "2026-01-25T09:10:00.000Z"],
    ["P1D", "2026-01-26T08:10:00.000Z"],
    ["P7D", "2026-02-01T08:10:00.000Z"],
    ["end", "2026-03-06T00:00:00.000Z"],
    ["P999D", "2026-01-25T08:10:00.000Z"],
  ])("moved by %s shows %s", async (by, now) => {
    const { world, post } = visit();
    const response = await post("/clock", `by=${by}&back=${encodeURIComponent("/cases?state=open")}`);
    expect([response.status, response.headers.get("location"), world.now()]).toEqual([303, "/cases?state=open", now]);
  });

  it("leads to no other site", async () => {
    for (const back of ["//evil.example", "/\\evil.example", "https://evil.example", ""])
      expect((await visit().post("/clock", `by=x&back=${encodeURIComponent(back)}`)).headers.get("location")).toBe("/");
  });

  it("is moved by nobody else's page", async () => {
    const { world, post } = visit();
    const response = await post("/clock", "by=P1D&back=/", { ...formHeaders, origin: "https://evil.example" });
    expect([response.status, world.now()]).toEqual([403, "2026-01-25T08:10:00.000Z"]);
  });

  it("says why it stopped", async () => {
    const seen = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const response = await visit(sampleWorld({ fails: new Error("The workflow thread ended.") })).post(
      "/clock",
      "by=P1D&back=/",
    );
    expect(response.status).toBe(500);
    expect(await response.text()).toContain("The workflow thread ended.");
    seen.mockRestore();
  });

  it("tells followers how far it has come, until it stands still", async () => {
    vi.useFakeTimers();
    let busy = true;
    const { world, get } = visit({ ...sampleWorld(), busy: () => busy });
    const following = (await get("/progress")).text();
    await vi.advanceTimersByTimeAsync(1000);
    await world.advance("P1D");
    busy = false;
    await vi.advanceTimersByTimeAsync(1000);
    vi.useRealTimers();
    const told = await following;
    expect(told).toContain(`"date":"Monday 26 January 2026, UTC"`);
    expect(told.indexOf("event: done")).toBeGreaterThan(told.indexOf("event: progress"));
  });

  it("reloads the page of a reader without a script only while it moves", async () => {
    const reload = `<noscript><meta http-equiv="refresh" content="1"></noscript>`;
    expect(await (await visit({ ...sampleWorld(), busy: () => true }).get("/")).text()).toContain(reload);
    expect(await (await visit().get("/")).text()).not.toContain(reload);
  });

  it("tells followers when nothing moves", async () => {
    const response = await visit().get("/progress");
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect(await response.text()).toContain("event: done");
  });
});

describe("the deployed handlers", () => {
  it("get webhooks whoever sends them", async () => {
    const { world, post } = visit();
    const headers = { "content-type": "application/json", origin: "https://elsewhere.example" };
    expect((await post("/webhooks/stripe", `{"id":"evt_1"}`, headers)).status).toBe(200);
    expect(world.asked).toEqual([`receive POST stripe {"id":"evt_1"}`]);
  });

  it("get every method, since answering a wrong one is theirs", async () => {
    const { world, get } = visit();
    await get("/webhooks/paddle");
    expect(world.asked).toEqual(["receive GET paddle undefined"]);
  });

  it("get the customer's page, opened and posted, without an Origin as a page without referrer sends it", async () => {
    const { world, get, post } = visit();
    await get("/update-payment?token=a.b");
    const response = await post("/update-payment?token=a.b", "", { ...formHeaders, origin: "null" });
    expect(world.asked).toEqual(["portal GET a.b", "portal POST a.b"]);
    expect(response.headers.get("content-security-policy")).toBeNull();
  });

  it("never see more than API Gateway lets through", async () => {
    const { world, post } = visit();
    const response = await post("/webhooks/stripe", "x".repeat(10 * 1024 * 1024 + 1), {
      "content-type": "application/json",
    });
    expect([response.status, world.asked]).toEqual([413, []]);
  });
});

describe("the simulated provider", () => {
  it("puts the chosen card in and leads back", async () => {
    const { world, post } = visit();
    const response = await post("/stripe/portal/bps_1", "kind=insufficient-funds");
    expect([response.status, response.headers.get("location")]).toEqual([
      303,
      `${origin}/update-payment?token=valid&returned=1`,
    ]);
    expect(world.asked).toEqual(["replaceMethod bps_1 insufficient-funds"]);
  });

  it("asks again for a card it does not know", async () => {
    const { world, post } = visit();
    expect((await post("/stripe/portal/bps_1", "kind=gold")).status).toBe(400);
    expect(world.asked).toEqual([]);
  });

  it("tries to pay an invoice and tells the answer", async () => {
    const { world, post } = visit();
    expect(await (await post("/stripe/invoice/in_1", "")).text()).toContain("The card was declined.");
    await post("/stripe/invoice/in_1", "kind=sepa_debit&keeps=yes");
    await post("/stripe/invoice/in_1", "act=confirm");
    expect(world.asked).toEqual(["pay in_1", "pay in_1 sepa_debit and keep it", "confirm in_1"]);
  });

  it("is marked as simulated", async () => {
    expect(await (await visit().get("/stripe/portal/bps_1")).text()).toContain("Simulated payment provider.");
  });
});
