import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readEventFile } from "../../../local/replay/event-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "events-"));
});
afterEach(() => rm(folder, { recursive: true }));

const event = (id: string, created: unknown) =>
  JSON.stringify({ id, type: "invoice.paid", created, data: { object: {} } });

async function read(lines: readonly string[], newline = "\n") {
  const path = join(folder, "events.jsonl");
  await writeFile(path, lines.join(newline));
  return readEventFile(path);
}

it("orders events by their own times, keeping the order of the file within a second", async () => {
  const { events } = await read([event("c", 30), event("a", 10), event("b1", 20), event("b2", 20)]);
  expect(events.map(({ rawBody }) => JSON.parse(rawBody).id)).toEqual(["a", "b1", "b2", "c"]);
  expect(events[0]?.createdAt).toBe("1970-01-01T00:00:10.000Z");
});

it("keeps each line byte for byte", async () => {
  const line = '{ "id":"evt_1", "type" : "x", "created":1,"data":{"object":{"name":"Zoë 🚀"}} }';
  expect((await read([line])).events[0]?.rawBody).toBe(line);
});

it("passes over empty lines and takes either kind of line end", async () => {
  const { events, mistakes } = await read([event("a", 1), "", "  ", event("b", 2), ""], "\r\n");
  expect([events.length, mistakes]).toEqual([2, []]);
});

it("names the line and the fault of what it leaves out, and goes on", async () => {
  const { events, mistakes } = await read([event("a", 1), "{not json", event("b", "soon"), "{}", event("c", 3)]);
  expect(events).toHaveLength(2);
  expect(mistakes).toEqual([
    expect.stringMatching(/^Line 2: not JSON \(.+\)\.$/),
    expect.stringMatching(/^Line 3: not a Stripe event; created: .+\.$/),
    expect.stringMatching(/^Line 4: not a Stripe event; .+\.$/),
  ]);
});

describe("takes what Stripe gives", () => {
  const events = [event("a", 1), event("b", 2), event("c", 3)];
  const values = events.map((text) => JSON.parse(text));
  const pretty = (value: unknown) => JSON.stringify(value, null, 2);
  const list = { object: "list", data: values, has_more: false, url: "/v1/events" };

  it.each([
    ["lines", events.join("\n")],
    ["lines after a byte order mark", `\uFEFF${events.join("\r\n")}`],
    ["an array on one line", JSON.stringify(values)],
    ["an array with an event per line", `[\n${events.join(",\n")}\n]`],
    ["a pretty array", pretty(values)],
    ["a list object", JSON.stringify(list)],
    ["a pretty list object, after a byte order mark", `\uFEFF${pretty(list)}\n`],
    ["pretty objects one after the other", values.map(pretty).join("\n")],
    ["pretty objects close together", values.map(pretty).join("")],
    ["several lists, as pages are fetched", values.map((value) => pretty({ ...list, data: [value] })).join("\n")],
    ["several arrays", values.map((value) => pretty([value])).join("\n")],
    ["pretty objects with no indentation", values.map(pretty).join("\n").replaceAll(/\n +/g, "\n")],
  ])("%s", async (_form, text) => {
    const file = await read([text]);
    expect(file.mistakes).toEqual([]);
    expect(file.events.map(({ createdAt, rawBody }) => [createdAt, JSON.parse(rawBody)])).toEqual(
      values.map((value, index) => [`1970-01-01T00:00:0${index + 1}.000Z`, value]),
    );
  });

  it("any events in any of these forms, laid out in any way", async () => {
    const anything = fc.record({
      id: fc.string(),
      type: fc.string(),
      created: fc.nat(9),
      data: fc.dictionary(fc.string(), fc.jsonValue()),
    });
    const laidOut = fc.record({
      event: anything,
      indent: fc.integer({ min: 0, max: 3 }),
      after: fc.constantFrom("", "\n", "\r\n\n", "  "),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(laidOut, { minLength: 1, maxLength: 6 }), fc.boolean(), async (items, asList) => {
        const sorted = items.map(({ event: one }) => one).toSorted((a, b) => a.created - b.created);
        const texts = items.map(({ event: one, indent, after }) => `${JSON.stringify(one, null, indent)}${after}`);
        const text = asList ? pretty({ object: "list", data: items.map(({ event: one }) => one) }) : texts.join("");
        const file = await read([text]);
        expect(file.mistakes).toEqual([]);
        expect(file.events.map(({ rawBody }) => JSON.parse(rawBody))).toEqual(JSON.parse(JSON.stringify(sorted)));
      }),
    );
  });
});

it("finds the next event after one that was broken off, whatever stands around it", async () => {
  const { events, mistakes } = await read([
    "{",
    '  "id": "evt_1",',
    event("a", 1),
    "HTTP/1.1 200 OK",
    "[",
    "  {",
    event("b", 2),
    '{"id": "',
  ]);
  expect(events.map(({ rawBody }) => JSON.parse(rawBody).id)).toEqual(["a", "b"]);
  expect(mistakes.map((mistake) => mistake.split(":")[0])).toEqual(["Line 1", "Line 4", "Line 5", "Line 8"]);
});

it("names the event of a list that it leaves out", async () => {
  const { events, mistakes } = await read([JSON.stringify({ object: "list", data: [JSON.parse(event("a", 1)), {}] })]);
  expect(events).toHaveLength(1);
  expect(mistakes).toEqual([expect.stringMatching(/^Line 1, event 2: not a Stripe event; id: .+\.$/)]);
});

it("takes off when a copy is said to arrive, and remembers it", async () => {
  const { events } = await read([JSON.stringify({ ...JSON.parse(event("a", 1)), _deliverAt: 5 })]);
  expect(events).toEqual([
    { createdAt: "1970-01-01T00:00:01.000Z", deliveredAt: "1970-01-01T00:00:05.000Z", rawBody: event("a", 1) },
  ]);
});

it("takes a thin event, which carries no object", async () => {
  const thin = { id: "evt_1", object: "v2.core.event", type: "v1.invoice.paid", created: "2026-01-05T10:00:00+01:00" };
  expect((await read([JSON.stringify(thin)])).events[0]?.createdAt).toBe("2026-01-05T09:00:00.000Z");
});

it("fails for a file that is not there", async () => {
  await expect(readEventFile(join(folder, "none.jsonl"))).rejects.toThrow("ENOENT");
});
