import { join } from "node:path";
import { expect, it } from "vitest";
import { customerPartition } from "../../../functions/billing/customer-partition.ts";
import { plusMs } from "../../../functions/platform/instant.ts";
import { type ExportedEvent, readEventFile } from "../../../local/replay/event-file.ts";
import { createWorld } from "../../../local/world/world.ts";
import { fairWeather } from "../../../local/world/world-options.ts";

const folder = join(import.meta.dirname, "../../fixtures/cases/01-account-id-says-nothing");
const until = "2026-01-20T00:00:00.000Z";

/** The same events with the first two, by which the customers are heard of, in the other order. */
function swapped(events: readonly ExportedEvent[]): ExportedEvent[] {
  const [anna, bert, ...rest] = events;
  if (anna === undefined || bert === undefined) throw new RangeError("The case begins with two customers.");
  return [{ ...bert, createdAt: anna.createdAt }, { ...anna, createdAt: bert.createdAt }, ...rest];
}

async function letters(events: readonly ExportedEvent[]) {
  const start = plusMs(events[0]?.createdAt ?? "", -1000);
  const world = await createWorld({ ...fairWeather, customers: 0, events, start });
  try {
    await world.advanceTo(until);
    const berts = await world.embedded.state.query(customerPartition("stripe-cus_bert"));
    return { mails: world.mails().map(({ mailId }) => world.mail(mailId)), berts };
  } finally {
    await world.stop();
  }
}

it.each(["events", "events-shared-organisation", "events-heard-at-one-moment"])(
  "%s: Anna's letters go to Anna, and Bert gets none, whoever was heard of first",
  async (name) => {
    const { events } = await readEventFile(join(folder, `${name}.jsonl`));
    const { mails, berts } = await letters(events);
    expect(mails.length).toBeGreaterThanOrEqual(2);
    expect(new Set(mails.map((mail) => mail?.to))).toEqual(new Set(["anna@mail.example"]));
    for (const mail of mails) {
      expect(mail?.text).toMatch(/\bAnna\b/);
      expect(`${mail?.html}${mail?.text}`).not.toMatch(/bert/i);
    }
    expect(berts.map(({ sk }) => sk)).toEqual(["profile"]);
    expect(await letters(swapped(events))).toEqual({ mails, berts });
  },
);
