import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { claim, confirmSent, drop, recordEvent, release } from "../../../functions/messages/ledger.ts";
import { messageItem, messageKeyOf, parseMessage } from "../../../functions/messages/message-item.ts";
import type { DeliveryEvent } from "../../../functions/platform/ports/mailer.ts";
import { sampleMessage } from "./sample-message.ts";

const now = "2026-01-05T08:00:00.000Z";
const claimed = claim(sampleMessage, now, "PT1H");
const sent: DeliveryEvent = { kind: "sent", sentAt: now, serviceMessageId: "ses-1" };

describe("a claim", () => {
  it("comes up for review when nobody has answered for it", () => {
    expect(claimed).toEqual({
      ...sampleMessage,
      state: "claimed",
      claimedAt: now,
      reviewAt: "2026-01-05T09:00:00.000Z",
      sends: 1,
    });
    expect(messageItem(claimed, 0).due).toEqual({ shard: expect.stringMatching(/^message#\d$/), at: claimed.reviewAt });
  });

  it("takes nothing over from an earlier state", () => {
    const again = claim({ ...drop(claimed, "because"), ...sampleMessage }, now, "PT1H");
    expect(again).not.toHaveProperty("reason");
  });

  it("released is unsent, and still looked at: somebody else may have been told that it was claimed", () => {
    expect(release(claimed)).toMatchObject({ state: "unsent", sends: 0 });
    expect(messageItem(release(claimed), 1).due).toEqual(messageItem(claimed, 1).due);
  });

  it("released after an earlier one nobody answered for stays open: that one may have been sent", () => {
    expect(release(claim(sampleMessage, now, "PT1H", 1))).toMatchObject({ state: "claimed", sends: 1 });
  });

  it("dropped says why, unless the service has taken it meanwhile", () => {
    expect(drop(claimed, "refused")).toMatchObject({ state: "dropped", reason: "refused" });
    const delivered = recordEvent(claimed, { ...sent, kind: "delivered" });
    expect(drop(delivered, "refused")).toEqual(delivered);
    expect(release(delivered)).toEqual(delivered);
  });
});

describe("what the service says", () => {
  const bounce = (kind: "transient" | "permanent", reason: string): DeliveryEvent => ({
    ...sent,
    kind: "bounced",
    bounce: kind,
    reason,
  });

  it("only moves a message forward", () => {
    const complained = recordEvent(claimed, { ...sent, kind: "complained", reason: "abuse" });
    for (const event of [sent, { ...sent, kind: "delivered" as const }, bounce("permanent", "Permanent: General")])
      expect(recordEvent(complained, event)).toEqual(complained);
  });

  it("a note of absence after the delivery is no bounce, a refusal is", () => {
    const delivered = recordEvent(claimed, { ...sent, kind: "delivered" });
    expect(recordEvent(delivered, bounce("transient", "Transient: General")).state).toBe("delivered");
    expect(recordEvent(delivered, bounce("permanent", "Permanent: NoEmail"))).toMatchObject({
      state: "bounced",
      reason: "Permanent: NoEmail",
    });
  });

  it("corrects what was dropped but had been taken after all", () => {
    expect(recordEvent(drop(claimed, "not confirmed"), sent)).toMatchObject({ state: "sent", reason: undefined });
  });

  it("ends the same in every order, however often it is said", () => {
    const event = fc.record({
      kind: fc.constantFrom("sent", "delivered", "bounced", "complained"),
      sentAt: fc.constantFrom(now, "2026-01-05T09:00:00.000Z"),
      serviceMessageId: fc.constantFrom("ses-1", "ses-2"),
      bounce: fc.constantFrom("transient", "permanent"),
      reason: fc.constantFrom("Permanent: General", "Transient: MailboxFull", "abuse"),
    });
    const told = event.map(({ bounce: kind, reason, ...rest }): DeliveryEvent => {
      if (rest.kind === "bounced") return { ...rest, kind: "bounced", bounce: kind, reason };
      return rest.kind === "complained" ? { ...rest, kind: "complained", reason } : { ...rest, kind: rest.kind };
    });
    const runs = fc
      .array(told, { minLength: 1, maxLength: 6 })
      .chain((events) =>
        fc.tuple(
          fc.constant(events),
          fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2, maxLength: events.length * 2 }),
          fc.constantFrom(claimed, release(claimed), drop(claimed, "gone")),
        ),
      );
    fc.assert(
      fc.property(runs, ([events, shuffled, start]) => {
        expect(shuffled.reduce(recordEvent, start)).toEqual(events.reduce(recordEvent, start));
      }),
      { numRuns: 500 },
    );
  });

  it("may come before the sender's own record of it, or after", () => {
    const event = { ...sent, sentAt: "2026-01-05T08:00:01.000Z" };
    const later = "2026-01-05T08:00:02.000Z";
    expect(confirmSent(recordEvent(claimed, event), "ses-1", later)).toEqual(
      recordEvent(confirmSent(claimed, "ses-1", later), event),
    );
  });
});

describe("a message's item", () => {
  it("lies with its customer, under its key", () => {
    expect(messageKeyOf(claimed)).toEqual({ pk: "customer#stripe-cus_1", sk: "message#case-1:3:notify" });
    expect(parseMessage(messageItem(claimed, 4))).toEqual(claimed);
    expect(messageItem(claimed, 4)).toMatchObject({ rev: 4, kind: "message" });
  });
});
