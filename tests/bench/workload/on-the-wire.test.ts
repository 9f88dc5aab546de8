import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { onTheWire, wireBytes, withTrueIds } from "../../../bench/workload/on-the-wire.ts";
import { projectRoot } from "../../lib/synthesise.ts";

const fixtures = join(projectRoot, "tests/functions/providers/stripe/events/fixtures/current");

it.each(["charge.failed", "customer.updated", "invoice_payment.paid", "customer.subscription.updated", "invoice.paid"])(
  "%s weighs what an event weighs, and says what it said",
  (type) => {
    const event = JSON.parse(readFileSync(join(fixtures, `${type}.json`), "utf8"));
    const sent = onTheWire(JSON.stringify(event));
    expect(Math.abs(Buffer.byteLength(sent) - wireBytes)).toBeLessThan(60);
    const { description: _, ...object } = event.data.object;
    expect(JSON.parse(sent).data.object).toMatchObject(object);
    expect(onTheWire(JSON.stringify(event))).toBe(sent);
  },
);

const short =
  '{"id":"evt_000007","data":{"object":{"id":"in_000012","customer":"cus_000001","created":1}},"type":"invoice.paid"}';

it("ids have their true length, and the API knows them by it", async () => {
  const { id, data } = JSON.parse(onTheWire(short));
  expect([id, data.object.id, data.object.customer].map((text: string) => text.length)).toEqual([28, 27, 18]);
  const asked: string[] = [];
  const fetch = withTrueIds(async (input, init) => {
    asked.push(String(input), String(init?.body));
    return new Response('{"customer":"cus_000001"}', { status: 404 });
  });
  const answer = await fetch(`https://api.example/v1/invoices/${data.object.id}`, { body: `a=${id}`, method: "POST" });
  expect(asked).toEqual(["https://api.example/v1/invoices/in_000012", "a=evt_000007"]);
  expect([answer.status, await answer.json()]).toEqual([404, { customer: data.object.customer }]);
});
