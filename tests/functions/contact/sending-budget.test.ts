import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deliver } from "../../../functions/contact/deliver.ts";
import { afterRefusal, backAfterRefusal, noRoomToday, type Sending } from "../../../functions/contact/sending-quota.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { type Instant, later, msBetween, plusMs } from "../../../functions/platform/instant.ts";
import type { Email, Mailer, SendingQuota } from "../../../functions/platform/ports/mailer.ts";
import { MailBusyError } from "../../../functions/platform/ports/mailer.ts";
import { timetable } from "../../../local/engine/timetable.ts";
import { deliveryFixture, start } from "../messages/delivery-fixture.ts";
import { letterOf, sampleMessage } from "../messages/sample-message.ts";

const dayMs = 86_400_000;
const sending: Sending = { perSecond: 14, perDay: 200, sentLastDay: 0, askedAt: start };
const sender = (priority: number, by: Instant = plus(start, "P2D")) => ({ key: `of-${priority}`, priority, by });

describe("the day's letters", () => {
  it.each([
    [5, 197],
    [35, 182],
    [70, 165],
    [99, 150],
  ])("of urgency %i go until %i of 200 have gone", (priority, most) => {
    expect(noRoomToday({ ...sending, sentLastDay: most - 1 }, sender(priority), 0, start)).toBeUndefined();
    expect(noRoomToday(sending, sender(priority), most - 1, start)).toBeUndefined();
    expect(noRoomToday({ ...sending, sentLastDay: most }, sender(priority), 0, start)?.because).toBe(
      `the mail service takes 200 letters in 24 hours, and the last ${200 - most} are for what is more urgent`,
    );
  });

  it("have no end where the service sets none", () => {
    expect(noRoomToday({ ...sending, perDay: undefined }, sender(99), 1_000_000, start)).toBeUndefined();
  });

  it("come back the oldest first", () => {
    const full = { ...sending, sentLastDay: 200 };
    const overdue = noRoomToday(full, sender(35, start), 0, start);
    const young = noRoomToday(full, sender(35), 0, start);
    expect(msBetween(start, overdue?.until ?? "")).toBeLessThan(30.1 * 60_000);
    expect(msBetween(start, young?.until ?? "")).toBeGreaterThan(60 * 60_000 - 1);
    expect(overdue?.because).toBe("the mail service takes 200 letters in 24 hours, and none is left");
  });
});

it("a rate that is refused spreads those refused ever further, the urgent ones first, until it is kept", () => {
  const once = afterRefusal(sending, start);
  const twice = afterRefusal(once, plus(start, "PT1M"));
  expect([once.spreadMs, twice.spreadMs]).toEqual([30_000, 60_000]);
  expect(afterRefusal(twice, plus(start, "PT12M")).spreadMs).toBe(30_000);
  const latestUrgent = plusMs(start, 1_000 + 60_000 * 0.525);
  expect(backAfterRefusal(twice, sender(5), start).until < latestUrgent).toBe(true);
  expect(backAfterRefusal(twice, sender(99), start).until > plusMs(start, 60_000 * 0.49)).toBe(true);
});

interface Plot {
  readonly processes: number;
  readonly perSecond: number;
  readonly perDay: number;
  readonly letters: readonly { readonly priority: number; readonly atMinute: number }[];
}

const plots: fc.Arbitrary<Plot> = fc.record({
  processes: fc.integer({ min: 1, max: 3 }),
  perSecond: fc.integer({ min: 1, max: 3 }),
  perDay: fc.integer({ min: 4, max: 30 }),
  letters: fc.array(
    fc.record({ priority: fc.constantFrom(5, 10, 35, 70), atMinute: fc.oneof(fc.constant(0), fc.nat(24 * 60)) }),
    { minLength: 1, maxLength: 25, size: "max" },
  ),
});

/** Every letter to another address, asked for until it is sent. */
async function play({ processes, perSecond, perDay, letters }: Plot) {
  const { ports, clock } = deliveryFixture();
  const sent: { readonly key: string; readonly at: Instant }[] = [];
  const refused: string[] = [];
  const within = (ms: number) => sent.filter(({ at }) => msBetween(at, clock.now()) < ms).length;
  const quota = async (): Promise<SendingQuota> => ({ perSecond, perDay, sentLastDay: within(dayMs) });
  const send = async ({ messageKey: key }: Email) => {
    const limit = within(dayMs) >= perDay ? "day" : within(1_000) >= perSecond ? "rate" : undefined;
    if (limit !== undefined) {
      refused.push(limit);
      throw new MailBusyError("no room", limit);
    }
    return { serviceMessageId: `ses-${sent.push({ key, at: clock.now() })}` };
  };
  const mailers = Array.from({ length: processes }, (): Mailer => ({ quota, send }));
  const queue = timetable<number>();
  for (const [index, { atMinute }] of letters.entries()) queue.add(plusMs(start, atMinute * 60_000), index);
  const held = new Map<number, string[]>();
  for (let turns = 0; queue.peek() !== undefined; turns += 1) {
    if (turns > 20_000) throw new RangeError("These letters never come to an end.");
    const next = queue.peek();
    const index = queue.take() ?? 0;
    clock.set(later(next?.at ?? start, clock.now()));
    const priority = letters[index]?.priority ?? 50;
    const message = { ...sampleMessage, messageKey: `letter-${index}`, to: `reader-${index}@customer.example` };
    const letter = letterOf(message, { priority, asOf: clock.now(), by: plus(clock.now(), "P2D") });
    const mailer = mailers[turns % processes] ?? mailers[0] ?? { send };
    const outcome = await deliver({ ...ports, mailer }, letter);
    if (outcome.outcome !== "held") continue;
    held.set(index, [...(held.get(index) ?? []), outcome.because]);
    queue.add(outcome.until, index);
  }
  return { sent, refused, held };
}

it("what the service lets through is kept in random stories: all is sent once, the urgent wait for nobody else", async () => {
  let waits = 0;
  const property = fc.asyncProperty(plots, async (plot) => {
    const { sent, refused, held } = await play(plot);
    expect(sent.map(({ key }) => key).toSorted()).toEqual(plot.letters.map((_, index) => `letter-${index}`).toSorted());
    for (const [index, { at }] of sent.entries()) {
      const before = sent[index - plot.perDay];
      expect(before === undefined || msBetween(before.at, at) >= dayMs).toBe(true);
    }
    // A process that is alone knows all that was sent, and asks for nothing that is refused.
    if (plot.processes === 1) expect(refused).toEqual([]);
    waits += [...held.values()].flat().length;
    for (const [index, reasons] of held)
      if ((plot.letters[index]?.priority ?? 0) === 5)
        for (const because of reasons) expect(because).toMatch(/none is left|the last 1 are|a second$/);
  });
  await fc.assert(property, { numRuns: 30 });
  expect(waits).toBeGreaterThan(0);
});
