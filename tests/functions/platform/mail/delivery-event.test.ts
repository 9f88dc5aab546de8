import { describe, expect, it } from "vitest";
import { parseDeliveryEvent } from "../../../../functions/platform/mail/delivery-event.ts";
import { tagNames, tagValue } from "../../../../functions/platform/mail/delivery-tags.ts";

const event = (detail: object) => ({
  source: "aws.ses",
  detail: {
    mail: {
      messageId: "ses-1",
      timestamp: "2026-01-05T09:00:00.000Z",
      tags: { [tagNames.message]: [tagValue("case:step")], [tagNames.customer]: [tagValue("stripe-cus_1")] },
    },
    ...detail,
  },
});
const complaint = (complaintFeedbackType?: string | null) =>
  parseDeliveryEvent(event({ eventType: "Complaint", complaint: { complaintFeedbackType } }));

describe("a reader's complaint", () => {
  it.each([
    ["abuse", "an earlier letter was reported as spam"],
    ["Abuse", "an earlier letter was reported as spam"],
    [undefined, "an earlier letter was reported as spam"],
    [null, "an earlier letter was reported as spam"],
    ["", "an earlier letter was reported as spam"],
    ["fraud", "an earlier letter was reported as fraud"],
    ["virus", "an earlier letter was reported as carrying a virus"],
    ["other", "an earlier letter was complained of"],
    ["opt-out", "an earlier letter was complained of"],
  ])("of the kind %j ends the letters to that address", (kind, refusal) => {
    expect(complaint(kind)).toMatchObject({ refusal, told: { kind: "complained" } });
  });

  it("that names no complaint at all ends them too", () => {
    expect(parseDeliveryEvent(event({ eventType: "Complaint" }))).toMatchObject({
      refusal: "an earlier letter was reported as spam",
    });
  });

  it.each(["not-spam", "Not-Spam", "auth-failure"])("%s is none: letters go on", (kind) => {
    expect(complaint(kind)).toBeUndefined();
  });
});
