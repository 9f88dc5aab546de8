import { tagNames, tagValue } from "../../functions/platform/mail/delivery-tags.ts";
import type { MailEvent } from "./outbox.ts";

/** What SES publishes of a mail, as EventBridge brings it. */
export const sesEvent = ({ type, mail }: MailEvent): unknown => ({
  source: "aws.ses",
  "detail-type": `Email ${type === "Send" ? "Sent" : type}`,
  detail: {
    eventType: type,
    mail: {
      messageId: mail.serviceMessageId,
      timestamp: mail.sentAt,
      tags: {
        [tagNames.message]: [tagValue(mail.email.messageKey)],
        [tagNames.customer]: [tagValue(mail.email.customerId)],
        ...(mail.email.recipientId !== undefined && { [tagNames.recipient]: [tagValue(mail.email.recipientId)] }),
        [tagNames.name]: [tagValue(mail.email.name)],
      },
    },
    ...(type === "Bounce" && { bounce: { bounceType: "Permanent", bounceSubType: "General" } }),
  },
});
