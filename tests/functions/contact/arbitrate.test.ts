import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitrate } from "../../../functions/contact/arbitrate.ts";
import type { Recipient } from "../../../functions/contact/recipient.ts";
import { consent, erased, suppress } from "../../../functions/contact/recipient-changes.ts";
import { remember } from "../../../functions/contact/remember.ts";
import type { Answer, Request } from "../../../functions/contact/request.ts";
import { purposes } from "../../../functions/messages/message-kind.ts";
import { commercialPurposes } from "../../../functions/messages/terms.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { instantOfMs, msOf } from "../../../functions/platform/instant.ts";
import { contactPolicy, noon, sampleRecipient, sampleRequest } from "./sample-recipient.ts";

const night = "2026-01-07T21:30:00.000Z";

const answerTo = (change: Partial<Request> = {}, recipient: Recipient = sampleRecipient, now = noon) =>
  arbitrate({ ...sampleRequest, ...change }, recipient, contactPolicy, now);

/** Asks for one thing after another, each remembered. */
function asked(requests: readonly Partial<Request>[], now = noon, recipient: Recipient = sampleRecipient) {
  const answers: Answer[] = [];
  let known = recipient;
  for (const change of requests) {
    const request = { ...sampleRequest, ...change };
    const answer = arbitrate(request, known, contactPolicy, now);
    known = remember(known, request, answer, { policy: contactPolicy, now });
    answers.push(answer);
  }
  return { answers, recipient: known };
}

const notice = (key: string, by = "2026-01-09T11:00:00.000Z"): Partial<Request> => ({
  key,
  purpose: "billing-notice",
  by,
});

describe("an address that refuses", () => {
  const refusing = suppress(sampleRecipient, "email", "an earlier letter came back (Permanent: NoEmail)");

  it.each(purposes)("gets no %s, with the reason", (purpose) => {
    const because = "an earlier letter came back (Permanent: NoEmail)";
    expect(answerTo({ purpose }, refusing)).toEqual({ do: "drop", because });
  });

  it("is reached by another channel, which is taken for no other reason", () => {
    expect(answerTo({ channels: ["email", "banner"] }, refusing)).toMatchObject({ do: "send", channel: "banner" });
    const { recipient } = asked([{ key: "before" }]);
    expect(answerTo({ channels: ["email", "banner"] }, recipient)).toMatchObject({ do: "wait", channel: "email" });
  });
});

describe("a legal notice", () => {
  const purpose = "legal-notice";

  it("passes by day, whatever was sent, wanted or declined, and takes no room", () => {
    const { recipient } = asked([notice("a"), notice("b"), { key: "c" }]);
    const declined = consent(recipient, { purpose, channel: "email", given: false });
    expect(answerTo({ purpose }, declined)).toMatchObject({ do: "send" });
    expect(asked([{ purpose }], noon, declined).recipient).toBe(declined);
  });

  it("waits for the morning, but not beyond its window", () => {
    expect(answerTo({ purpose }, sampleRecipient, night)).toMatchObject({
      do: "wait",
      until: expect.stringMatching(/^2026-01-08T07:[0-2]/),
      because: expect.stringMatching(/^it waits until Thursday 8 January 08:.. in Europe\/Stockholm: it is night/),
    });
    expect(answerTo({ purpose, by: "2026-01-08T06:59:00.000Z" }, sampleRecipient, night)).toMatchObject({ do: "send" });
    const by = "2026-01-08T07:00:10.000Z";
    const last = answerTo({ purpose, by }, sampleRecipient, night);
    expect(last).toMatchObject({ do: "wait", until: expect.stringMatching(/^2026-01-08T07:00:[01]/) });
  });

  it("is dropped aloud after its window, and not sent in its last minute's wake", () => {
    expect(answerTo({ purpose, by: "2026-01-07T10:59:59.999Z" })).toMatchObject({ do: "drop" });
    const by = "2026-01-07T11:01:00.000Z";
    expect(answerTo({ purpose, by })).toMatchObject({ do: "send", until: by });
  });
});

describe("billing notices", () => {
  it("leave two a day; the others wait, and none is dropped", () => {
    // Urgent enough that the week's limit does not hold them.
    const { answers } = asked(["a", "b", "c", "d", "e"].map((key) => ({ ...notice(key), priority: 5 })));
    expect(answers.map((answer) => answer.do)).toEqual(["send", "send", "wait", "wait", "wait"]);
    const untils = answers.flatMap((answer) => (answer.do === "wait" ? [answer.until] : []));
    // 24 hours after the lease of the first two; the last one after those who wait before it.
    expect(untils).toEqual(["2026-01-08T11:02:00.000Z", "2026-01-08T11:02:00.000Z", "2026-01-09T11:04:00.000Z"]);
  });

  it("leave by their deadline among those who wait, whoever asks first", () => {
    const { recipient } = asked([
      notice("a"),
      notice("b"),
      notice("late", "2026-01-10T11:00:00.000Z"),
      notice("soon"),
      notice("sooner", "2026-01-08T12:00:00.000Z"),
    ]);
    const next = plus(noon, "PT24H2M");
    const { answers } = asked(
      [notice("late", "2026-01-10T11:00:00.000Z"), notice("soon"), notice("sooner", "2026-01-08T12:00:00.000Z")],
      next,
      recipient,
    );
    expect(answers.map((answer) => answer.do)).toEqual(["wait", "send", "send"]);
  });

  it("go late rather than not at all, at night if it must be, and whatever was declined", () => {
    const declined = consent(sampleRecipient, { purpose: "billing-notice", channel: "email", given: false });
    const full = asked([{ key: "x" }, { key: "y", purpose: "survey" }], noon, declined).recipient;
    expect(answerTo(notice("a", "2026-01-01T00:00:00.000Z"), full, night)).toMatchObject({ do: "send" });
  });

  it("leave four a week; a fifth waits for the week to end, and says so", () => {
    const days = ["P0D", "P2D", "P4D", "P6D"];
    const recipient = days.reduce(
      (known, day) => asked([notice(day)], plus(noon, day), known).recipient,
      sampleRecipient,
    );
    const now = plus(noon, "P6DT12H");
    expect(answerTo(notice("e"), recipient, now)).toMatchObject({
      do: "wait",
      until: plus(noon, "P7DT2M"),
      because: expect.stringMatching(/: 4 in P7D of billing-notice$/),
    });
    expect(answerTo(notice("e"), recipient, plus(noon, "P7DT2M"))).toMatchObject({ do: "send" });
  });

  it("that must be said in their window count in the week and are not held by it, but by the day", () => {
    const days = ["P0D", "P2D", "P4D", "P6D"];
    const recipient = days.reduce(
      (known, day) => asked([notice(day)], plus(noon, day), known).recipient,
      sampleRecipient,
    );
    const now = plus(noon, "P6DT12H");
    const pressing = { priority: 5 };
    const { answers, recipient: after } = asked(
      [
        { ...notice("e"), ...pressing },
        { ...notice("f"), ...pressing },
      ],
      now,
      recipient,
    );
    expect(answers.map((answer) => answer.do)).toEqual(["send", "wait"]);
    expect(answerTo(notice("g"), after, plus(noon, "P7DT2M"))).toMatchObject({ do: "wait" });
  });

  it("that are asked for again keep their room", () => {
    const { answers, recipient } = asked([notice("a"), notice("b"), notice("a"), notice("b")]);
    expect(answers.every((answer) => answer.do === "send")).toBe(true);
    expect(recipient.slots).toHaveLength(2);
  });
});

describe("what is commercial", () => {
  it("keeps to sliding caps: 23 hours later, on the next day, is too early", () => {
    const { recipient } = asked([{ key: "before" }], "2026-01-07T19:30:00.000Z");
    expect(answerTo({ key: "next" }, recipient, "2026-01-08T18:30:00.000Z")).toMatchObject({ do: "wait" });
    expect(answerTo({ key: "next" }, recipient, "2026-01-08T19:32:00.000Z")).toMatchObject({ do: "send" });
  });

  it("is dropped at once where there is no room in its time", () => {
    const { recipient } = asked([{ key: "before" }]);
    expect(answerTo({ key: "next", by: "2026-01-08T10:00:00.000Z" }, recipient)).toEqual({
      do: "drop",
      because: expect.stringMatching(/^1 in P1D of product, offer, survey.*no room by Thursday 8 January 11:00/),
    });
    expect(answerTo({ by: "2026-01-07T10:00:00.000Z" })).toMatchObject({ do: "drop" });
  });

  it("is sent to whom it may be", () => {
    const offer = { purpose: "offer", channel: "email" } as const;
    expect(answerTo({ purpose: "offer" })).toMatchObject({
      do: "drop",
      because: "the reader never agreed to: offer by email",
    });
    const agreed = consent(sampleRecipient, { ...offer, given: true });
    expect(answerTo({ purpose: "offer" }, agreed)).toMatchObject({ do: "send" });
    expect(answerTo({ purpose: "offer" }, erased(agreed))).toMatchObject({ do: "drop" });
    const declined = consent(sampleRecipient, { purpose: "product", channel: "email", given: false });
    expect(answerTo({}, declined)).toMatchObject({ do: "drop", because: "the reader declined: product by email" });
    expect(answerTo({}, erased(declined))).toMatchObject({ do: "drop" });
  });

  it("goes by urgency among those who wait, and to whoever is there once they stay away", () => {
    const { recipient } = asked([{ key: "first" }, { key: "idle", priority: 90 }, { key: "urgent", priority: 1 }]);
    const free = plus(noon, "PT24H2M");
    expect(answerTo({ key: "idle", priority: 90 }, recipient, free)).toMatchObject({ do: "wait" });
    expect(answerTo({ key: "urgent", priority: 1 }, recipient, free)).toMatchObject({ do: "send" });
    expect(answerTo({ key: "idle", priority: 90 }, recipient, plus(free, "PT31M"))).toMatchObject({ do: "send" });
  });

  it("may be sent no longer than the evening, or its time, lasts", () => {
    expect(answerTo({}, sampleRecipient, "2026-01-07T19:59:00.000Z")).toMatchObject({
      until: "2026-01-07T20:00:00.000Z",
    });
    expect(answerTo({ by: "2026-01-07T11:00:30.000Z" })).toMatchObject({ until: "2026-01-07T11:00:30.000Z" });
  });

  it.each([
    ["Europe/Warsaw", "2026-03-28T20:00:00.000Z", "2026-03-29T06:"],
    ["Europe/Warsaw", "2026-10-24T19:00:00.000Z", "2026-10-25T07:"],
    ["Asia/Tokyo", "2026-03-28T12:00:00.000Z", "2026-03-28T23:"],
    ["America/New_York", "2026-03-08T02:00:00.000Z", "2026-03-08T12:"],
  ])("waits for the morning in %s at %s", (zone, now, morning) => {
    const answer = answerTo({ from: now, by: "2027-01-01T00:00:00.000Z" }, { ...sampleRecipient, zone }, now);
    expect(answer).toMatchObject({ do: "wait", until: expect.stringContaining(morning) });
  });
});

it("staff are written to at any hour and in any number", () => {
  const { answers, recipient } = asked(
    ["a", "b", "c"].map((key) => ({ key, purpose: "staff" as const })),
    night,
  );
  expect(answers.every((answer) => answer.do === "send")).toBe(true);
  expect(recipient).toBe(sampleRecipient);
});

it("nothing is sent before its time, and what waits for it holds up nobody", () => {
  const from = "2026-01-08T11:00:00.000Z";
  const { answers, recipient } = asked([
    { key: "later", priority: 1, from },
    { key: "now", priority: 90 },
  ]);
  expect(answers).toMatchObject([{ do: "wait", until: from }, { do: "send" }]);
  expect(recipient.waiting).toEqual([]);
});

it("who is told to wait is told a time to come, and who may send has time to; each with a reason", () => {
  const request = fc.record({
    key: fc.constantFrom("a", "b", "c", "d", "e", "f"),
    purpose: fc.constantFrom(...commercialPurposes, "billing-notice", "legal-notice"),
    priority: fc.nat(99),
    hours: fc.nat(100),
    pause: fc.nat(10),
  });
  fc.assert(
    fc.property(fc.array(request, { minLength: 1, maxLength: 40 }), (requests) => {
      let now = noon;
      let recipient: Recipient = sampleRecipient;
      for (const { hours, pause, ...change } of requests) {
        now = instantOfMs(msOf(now) + pause * 3_600_000);
        const asking: Request = { ...sampleRequest, ...change, by: plus(now, `PT${hours}H`) };
        const answer = arbitrate(asking, recipient, contactPolicy, now);
        expect(answer.because).not.toBe("");
        if (answer.do === "wait") expect(answer.until > now).toBe(true);
        if (answer.do === "send") expect(answer.until >= now).toBe(true);
        recipient = remember(recipient, asking, answer, { policy: contactPolicy, now });
        expect(recipient.waiting.length).toBeLessThanOrEqual(8);
      }
    }),
  );
});
