import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deliver } from "../../../functions/contact/deliver.ts";
import { createRecordDelivery } from "../../../functions/contact/record-delivery.ts";
import { StaleRevisionError, UnknownOutcomeError } from "../../../functions/platform/errors.ts";
import { idOfTag, tagValue } from "../../../functions/platform/mail/delivery-tags.ts";
import { deliveryFixture } from "../messages/delivery-fixture.ts";
import { sampleLetter, sampleMessage } from "../messages/sample-message.ts";
import { sesEvent } from "../messages/ses-event.ts";

async function claimedFixture() {
  const fixture = deliveryFixture();
  const silent = { send: () => Promise.reject(new UnknownOutcomeError("SES: timed out")) };
  await deliver({ ...fixture.ports, mailer: silent }, sampleLetter);
  return { ...fixture, record: createRecordDelivery(fixture.ports) };
}

describe("what SES publishes", () => {
  it.each([
    ["Send", {}, { state: "sent" }],
    ["Delivery", { delivery: { recipients: ["grace@customer.example"] } }, { state: "delivered" }],
    [
      "Bounce",
      { bounce: { bounceType: "Permanent", bounceSubType: "NoEmail", bouncedRecipients: [] } },
      { state: "bounced", bounce: "permanent", reason: "Permanent: NoEmail" },
    ],
    [
      "Bounce",
      { bounce: { bounceType: "Undetermined", bounceSubType: "Undetermined" } },
      { state: "bounced", bounce: "transient" },
    ],
    ["Complaint", { complaint: { complaintFeedbackType: "abuse" } }, { state: "complained", reason: "abuse" }],
    ["Complaint", { complaint: { complaintFeedbackType: null } }, { state: "complained", reason: "unspecified" }],
    ["Reject", { reject: { reason: "Bad content" } }, { state: "bounced", reason: "Rejected by SES: Bad content" }],
  ])("%s is recorded", async (eventType, more, expected) => {
    const { record, message, item } = await claimedFixture();
    await record(sesEvent(eventType, sampleMessage, { at: "2026-01-07T08:00:00Z", ...more }));
    expect(await message()).toMatchObject({
      ...expected,
      sentAt: "2026-01-07T08:00:00.000Z",
      serviceMessageId: "ses-1",
    });
    expect((await item())?.due).toBeUndefined();
  });

  it.each([
    ["an event type of no interest", sesEvent("Open", sampleMessage)],
    [
      "somebody else's mail",
      {
        source: "aws.ses",
        detail: { eventType: "Send", mail: { messageId: "1", timestamp: "2026-01-07T08:00:00Z", tags: {} } },
      },
    ],
    ["a tag that is none of ours", sesEvent("Send", { ...sampleMessage, messageKey: "other" })],
    ["another source", { ...sesEvent("Send", sampleMessage), source: "aws.s3" }],
    ["a time that is none", sesEvent("Send", sampleMessage, { at: "yesterday" })],
    ["nothing", undefined],
    ["nonsense", { detail: { mail: [] } }],
  ])("%s changes nothing", async (_, event) => {
    const { record, state } = await claimedFixture();
    const before = state.all();
    await record(event);
    expect(state.all()).toEqual(before);
  });

  it("is recorded although others write at the same moment", async () => {
    const { record, message, ports } = await claimedFixture();
    const types = ["Send", "Delivery", "Send", "Delivery", "Complaint"];
    await Promise.all(types.map((type) => record(sesEvent(type, sampleMessage, { complaint: {} }))));
    expect((await message())?.state).toBe("complained");
    const stubborn = {
      ...ports.state,
      save: () => Promise.reject(new StaleRevisionError("Somebody else saved first.")),
    };
    const blocked = createRecordDelivery({ ...ports, state: stubborn });
    await expect(blocked(sesEvent("Send", sampleMessage))).rejects.toThrow(StaleRevisionError);
  });

  it("is logged without any address", async () => {
    const { record, logged } = await claimedFixture();
    await record(sesEvent("Bounce", sampleMessage, { bounce: { bounceType: "Permanent", bounceSubType: "NoEmail" } }));
    expect(JSON.stringify(logged)).not.toContain("@");
    expect(logged.at(-1)).toMatchObject({ event: "delivery-recorded", facts: { state: "bounced" } });
  });
});

describe("a tag", () => {
  it("holds any id in the signs a tag may have", () => {
    expect(tagValue("in_1:3:notify")).toBe("in_5F1_3A3_3Anotify");
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."aZ09-_.:#%/@ ~!*'()é王") }), (id) => {
        expect(tagValue(id)).toMatch(/^[A-Za-z0-9_-]*$/);
        expect(idOfTag(tagValue(id))).toBe(id);
      }),
    );
  });

  it("that is none of ours is no id", () => {
    expect(idOfTag("100_ZZ")).toBeUndefined();
  });
});
