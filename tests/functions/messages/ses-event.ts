import { tagNames, tagValue } from "../../../functions/platform/mail/delivery-tags.ts";
import type { Email } from "../../../functions/platform/ports/mailer.ts";

/** An event of SES as EventBridge brings it. */
export const sesEvent = (
  eventType: string,
  { messageKey, customerId, recipientId }: Pick<Email, "messageKey" | "customerId" | "recipientId">,
  {
    at = "2026-01-07T08:00:00.000Z",
    messageId = "ses-1",
    ...more
  }: { at?: string; messageId?: string; [key: string]: unknown } = {},
) => ({
  version: "0",
  source: "aws.ses",
  "detail-type": `Email ${eventType}`,
  detail: {
    eventType,
    mail: {
      messageId,
      timestamp: at,
      destination: ["grace@customer.example"],
      tags: {
        "ses:configuration-set": ["holdfast"],
        [tagNames.message]: [tagValue(messageKey)],
        [tagNames.customer]: [tagValue(customerId)],
        ...(recipientId !== undefined && { [tagNames.recipient]: [tagValue(recipientId)] }),
      },
    },
    ...more,
  },
});
