import * as z from "zod/mini";
import { instantOfMs } from "../instant.ts";
import type { DeliveryEvent } from "../ports/mailer.ts";
import { idOfTag, tagNames } from "./delivery-tags.ts";

/** SES event publishing, as EventBridge brings it (SES developer guide, "Examples of event data"). */
const schema = z.object({
  source: z.literal("aws.ses"),
  detail: z.object({
    eventType: z.string(),
    mail: z.object({
      messageId: z.string(),
      timestamp: z.string().check(z.refine((text) => Number.isFinite(Date.parse(text)))),
      tags: z.record(z.string(), z.array(z.string())),
    }),
    bounce: z.optional(z.object({ bounceType: z.string(), bounceSubType: z.string() })),
    complaint: z.optional(z.object({ complaintFeedbackType: z.nullish(z.string()) })),
    reject: z.optional(z.object({ reason: z.string() })),
  }),
});
type Detail = z.infer<typeof schema>["detail"];

/** What became of which message. */
export interface AddressedEvent {
  readonly messageKey: string;
  readonly customerId: string;
  /** Whom it was written to; undefined in mail from before it was said. */
  readonly recipientId: string | undefined;
  /** Why nothing more is to be sent to that address; undefined if nothing speaks against it. */
  readonly refusal: string | undefined;
  readonly told: DeliveryEvent;
}

/** What an EventBridge event says of one of our messages; undefined if it speaks of none, or of nothing we record. */
export function parseDeliveryEvent(event: unknown): AddressedEvent | undefined {
  const parsed = schema.safeParse(event);
  if (!parsed.success) return undefined;
  const { detail } = parsed.data;
  const [messageKey, customerId] = [idIn(detail, tagNames.message), idIn(detail, tagNames.customer)];
  const what = happening(detail);
  if (messageKey === undefined || customerId === undefined || what === undefined) return undefined;
  const { messageId: serviceMessageId, timestamp } = detail.mail;
  const recipientId = idIn(detail, tagNames.recipient);
  const refusal = refusalIn(detail);
  return {
    messageKey,
    customerId,
    recipientId,
    refusal,
    told: { ...what, serviceMessageId, sentAt: instantOfMs(Date.parse(timestamp)) },
  };
}

const idIn = ({ mail }: Detail, tag: string): string | undefined => {
  const [value] = mail.tags[tag] ?? [];
  return value === undefined ? undefined : idOfTag(value);
};

function happening(detail: Detail): Pick<DeliveryEvent, "kind" | "bounce" | "reason"> | undefined {
  const { eventType, bounce, complaint, reject } = detail;
  switch (eventType) {
    case "Send":
      return { kind: "sent" };
    case "Delivery":
      return { kind: "delivered" };
    case "Bounce":
      return {
        kind: "bounced",
        bounce: bounce?.bounceType === "Permanent" ? "permanent" : "transient",
        reason: `${bounce?.bounceType ?? "Undetermined"}: ${bounce?.bounceSubType ?? "Undetermined"}`,
      };
    case "Complaint":
      if (complaintIn(complaint) === undefined) return undefined;
      return { kind: "complained", reason: complaint?.complaintFeedbackType ?? "unspecified" };
    case "Reject":
      return {
        kind: "bounced",
        bounce: "permanent",
        reason: `Rejected by SES: ${reject?.reason ?? "no reason given"}`,
      };
    default:
      return undefined;
  }
}

/** Feedback of these kinds is no complaint: a letter taken out of the spam folder, and a report to whoever runs the servers. */
const noComplaint: ReadonlySet<string> = new Set(["not-spam", "auth-failure"]);

/** What is complained of, by the kind of feedback (RFC 5965); without a kind it is spam. */
const complaints: ReadonlyMap<string, string> = new Map([
  ["abuse", "an earlier letter was reported as spam"],
  ["fraud", "an earlier letter was reported as fraud"],
  ["virus", "an earlier letter was reported as carrying a virus"],
  ["other", "an earlier letter was complained of"],
]);

function complaintIn(complaint: Detail["complaint"]): string | undefined {
  const kind = complaint?.complaintFeedbackType?.trim().toLowerCase() || "abuse";
  return noComplaint.has(kind) ? undefined : (complaints.get(kind) ?? complaints.get("other"));
}

/**
 * A mailbox that does not exist, or whose owner complains of our mail, is written to no more, for the sake of whoever
 * gets the other letters. A rejected content says nothing of the address.
 */
function refusalIn({ eventType, bounce, complaint }: Detail): string | undefined {
  if (eventType === "Complaint") return complaintIn(complaint);
  if (eventType !== "Bounce" || bounce?.bounceType !== "Permanent") return undefined;
  return `an earlier letter came back (${bounce.bounceType}: ${bounce.bounceSubType})`;
}
