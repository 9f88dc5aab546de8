import { describe, expect, it } from "vitest";
import { customerPartition } from "../../../functions/billing/customer-partition.ts";
import { createRecordDelivery } from "../../../functions/contact/record-delivery.ts";
import { sesEvent } from "../../../local/engine/ses-event.ts";
import { createWorld } from "../../../local/world/world.ts";
import { fairWeather } from "../../../local/world/world-options.ts";
import { inTheWorldOf, type Playing, rightOf, runOf, toCustomers, toPeople } from "./case-tests.ts";

rightOf("15-five-invoices-one-morning", (report, file) => {
  const perDay = new Map<string, number>();
  for (const { to, at } of toCustomers(report)) {
    const day = `${to.toLowerCase()} ${at.slice(0, 10)}`;
    perDay.set(day, (perDay.get(day) ?? 0) + 1);
  }
  expect(perDay.size).toBeGreaterThan(0);
  expect(Math.max(...perDay.values())).toBeLessThanOrEqual(2);
  if (file !== "events.jsonl") return;
  const invoices = [1, 2, 3, 4, 5].map((number) => `in_rosa${number}`);
  expect(new Set(toCustomers(report)[0]?.invoiceIds)).toEqual(new Set(invoices));
});

rightOf("17-out-of-order", (report) => {
  expect([report.charges, report.letters, report.calls]).toEqual([[], [], []]);
  for (const { status } of report.cases) expect(status).toBe("closed");
});

const orders = <T>(items: readonly T[]): T[][] =>
  items.length <= 1
    ? [[...items]]
    : items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));

describe("17-out-of-order, in every order of arrival", () => {
  it.each(orders([0, 1, 2, 3]))(
    "%i, %i, %i, %i: the subscription is active, no case is open, and nobody is written to",
    { timeout: 60_000 },
    async (...order) => {
      const run = await runOf("17-out-of-order", "events.jsonl");
      const [customer, ...others] = run.events;
      const inOrder = order.flatMap((place) => others[place] ?? []);
      if (customer === undefined) throw new Error("The case begins with its customer.");
      expect(inOrder).toHaveLength(others.length);
      const events = inOrder.map((event, index) => ({ ...event, deliveredAt: `2026-01-05T09:1${index}:00.000Z` }));
      const start = "2026-01-02T00:00:00.000Z";
      const world = await createWorld({ ...fairWeather, customers: 0, events: [customer, ...events], start });
      try {
        await world.advanceTo("2026-01-20T00:00:00.000Z");
        expect(world.dunningCases().filter(({ status }) => status !== "closed")).toEqual([]);
        expect(world.mails()).toEqual([]);
        const items = await world.embedded.state.query(customerPartition("stripe-cus_tina"));
        expect(items.find(({ kind }) => kind === "subscription")?.body).toMatchObject({ status: "active" });
      } finally {
        await world.stop();
      }
    },
  );
});

const inPolish = /płatno|zapłat/i;
const inSwedish = /betalning/i;

rightOf("18-languages", (report) => {
  const languages = { "uwe@mail.example": inPolish, "vera@mail.example": inPolish, "walt@mail.example": inSwedish };
  for (const [to, language] of Object.entries(languages)) {
    const letters = toCustomers(report).filter((letter) => letter.to === to);
    expect(letters.length).toBeGreaterThan(0);
    for (const { text } of letters) expect(text).toMatch(language);
  }
});

rightOf("19-two-addresses", (report) => {
  for (const { to } of toCustomers(report)) expect(["ap@firma.example", "cfo@firma.example"]).toContain(to);
  expect(toCustomers(report).length > 0 || toPeople(report).length === 1).toBe(true);
  expect(toPeople(report).length).toBeLessThanOrEqual(1);
});

describe("20-link-scanner", () => {
  const linkIn = async ({ world, until }: Playing): Promise<string> => {
    await until(() => world.mails().length > 0);
    const text = world.mail(world.mails()[0]?.mailId ?? "")?.text ?? "";
    return /update-payment\?token=([\w.-]+)/.exec(text)?.[1] ?? "";
  };

  it("whoever only looks at the link uses nothing up", async () => {
    await inTheWorldOf("20-link-scanner", "events.jsonl", async (playing) => {
      const { world } = playing;
      const token = await linkIn(playing);
      expect(token).not.toBe("");
      const before = world.dunningCases();
      const ask = (method: string) =>
        world.portal({
          requestContext: { http: { method } },
          headers: {},
          pathParameters: {},
          queryStringParameters: { token },
          isBase64Encoded: false,
        });
      for (const method of ["HEAD", "GET", "GET", "OPTIONS"]) expect((await ask(method)).statusCode).toBeLessThan(500);
      await world.advance("PT1M");
      expect(world.dunningCases()).toEqual(before);
      expect((await ask("GET")).statusCode).toBe(200);
      expect((await ask("POST")).statusCode).toBe(303);
    });
  });
});

rightOf("21-thin-event", (report, file, refusals) => {
  expect(report.cases.length + report.parked + refusals.length).toBe(1);
  if (file === "events-object-known.jsonl") expect(report.cases).toMatchObject([{ invoiceId: "in_hugo" }]);
});

rightOf("26-large-event", (report) => {
  expect(report).toMatchObject({ cases: [{ invoiceId: "in_emil", status: "open" }], parked: 0 });
});

rightOf("29-envelope-of-old-version", (report) => {
  expect(report).toMatchObject({ cases: [{ invoiceId: "in_hugo", status: "open" }], parked: 0 });
});

rightOf("32-other-scripts", (report) => {
  expect(new Set(toCustomers(report).map(({ to }) => to))).toEqual(
    new Set(["info@xn--mller-kva.example", "Ada.Nowak@mail.example"]),
  );
  for (const { text, subject } of toCustomers(report)) expect(`${subject} ${text}`).not.toMatch(/evil|win\.example/);
  expect(toPeople(report)).toHaveLength(1);
});

describe("36-not-spam-report", () => {
  const lettersAfter = (complaintFeedbackType: string | null) =>
    inTheWorldOf("36-not-spam-report", "events.jsonl", async ({ world, until, toTheEnd }) => {
      const { state, clock, tally, outbox } = world.embedded;
      await until(() => outbox.sent[0]?.state === "delivered");
      const [mail] = outbox.sent;
      if (mail === undefined) throw new Error("Nothing was sent.");
      const delivered = sesEvent({ type: "Delivery", mail });
      const { detail, ...envelope } = structuredClone(delivered) as { detail: object };
      const complaint = { complaintFeedbackType };
      await createRecordDelivery({ state, clock, log: tally.log })({
        ...envelope,
        detail: { ...detail, eventType: "Complaint", complaint },
      });
      return toCustomers(await toTheEnd()).length;
    });

  it.each(["not-spam", "auth-failure"])("after %s letters go on", async (kind) => {
    expect(await lettersAfter(kind)).toBeGreaterThan(1);
  });

  it.each(["abuse", "fraud", "virus", "other", null])("after %s they do not", async (kind) => {
    expect(await lettersAfter(kind)).toBe(1);
  });
});

const hourIn = (timeZone: string, instant: string): number =>
  Number(new Intl.DateTimeFormat("en", { timeZone, hour: "numeric", hourCycle: "h23" }).format(new Date(instant)));

/** Each customer's own zone, where it is one; else the country's, else the policy's. */
const zones = new Map([
  ["pia0@mail.example", "America/Chicago"],
  ["pia1@mail.example", "Europe/Stockholm"],
  ["pia2@mail.example", "Europe/Warsaw"],
  ["pia3@mail.example", "America/Chicago"],
  ["pia4@mail.example", "America/New_York"],
  ["pia5@mail.example", "Europe/Stockholm"],
  ["pia6@mail.example", "Asia/Kolkata"],
  ["pia7@mail.example", "Asia/Tokyo"],
]);

rightOf("37-time-zones", (report) => {
  expect(report.parked).toBe(0);
  expect(new Set(toCustomers(report).map(({ to }) => to))).toEqual(new Set(zones.keys()));
  for (const { to, at } of toCustomers(report)) expect([8, 9, 10]).toContain(hourIn(zones.get(to) ?? "", at));
});
