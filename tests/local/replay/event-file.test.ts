import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
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
  const { events, mistakes } = await read([event("a", 1), "{not json", event("b", "soon"), "[]", event("c", 3)]);
  expect(events).toHaveLength(2);
  expect(mistakes).toEqual([
    expect.stringMatching(/^Line 2: not JSON \(.+\)\.$/),
    expect.stringMatching(/^Line 3: not a Stripe event; created: .+\.$/),
    expect.stringMatching(/^Line 4: not a Stripe event; .+\.$/),
  ]);
});

it("fails for a file that is not there", async () => {
  await expect(readEventFile(join(folder, "none.jsonl"))).rejects.toThrow("ENOENT");
});
