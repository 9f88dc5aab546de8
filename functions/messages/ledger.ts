import { plus } from "../platform/duration.ts";
import type { Instant } from "../platform/instant.ts";
import type { DeliveryEvent } from "../platform/ports/mailer.ts";
import { isOnItsWay, type Message, type NewMessage, newMessageSchema } from "./message.ts";

export type { NewMessage } from "./message.ts";

/**
 * About to be handed to the mail service. Saved before it is, so that no two processes send it.
 * @param sends earlier claims that nobody answered for.
 */
export const claim = (message: NewMessage, now: Instant, unconfirmedAfter: string, sends = 0): Message => ({
  ...newMessageSchema.parse(message),
  state: "claimed",
  claimedAt: now,
  reviewAt: plus(now, unconfirmedAfter),
  sends: sends + 1,
});

/** The service certainly did not take it under the latest claim. Whether it did under an earlier one stays open. */
export function release(message: Message): Message {
  if (message.state !== "claimed") return message;
  const sends = message.sends - 1;
  return { ...message, sends, state: sends === 0 ? "unsent" : "claimed" };
}

/** It will not be handed to the service again. What the service already knows better is kept. */
export const drop = (message: Message, reason: string): Message =>
  isOnItsWay(message) ? { ...message, state: "dropped", reason } : message;

/** The service took it. */
export const confirmSent = (message: Message, serviceMessageId: string, now: Instant): Message =>
  recordEvent(message, { kind: "sent", serviceMessageId, sentAt: now });

/**
 * Folds in what the service says. States only move forward, so that events may come twice and in any order. A late
 * event outranks `dropped`: it was sent after all.
 */
export function recordEvent(message: Message, event: DeliveryEvent): Message {
  const told: Message = { ...message, state: event.kind, bounce: event.bounce, reason: event.reason };
  const newest = outranks(told, message) ? told : message;
  return { ...newest, ...firstTaking(message, event) };
}

/** An absence note after a delivery does not undo it, a refusal does. Two reports of one rank: the one first in order. */
function outranks(told: Message, known: Message): boolean {
  const difference = rankOf(told) - rankOf(known);
  return difference > 0 || (difference === 0 && (told.reason ?? "") < (known.reason ?? ""));
}

function rankOf({ state, bounce }: Message): number {
  if (state === "bounced") return bounce === "transient" ? 2 : 4;
  return { claimed: 0, unsent: 0, dropped: 0, sent: 1, delivered: 3, complained: 5 }[state];
}

/** When a message was sent twice, the first taking is the one that counts. */
function firstTaking(
  { sentAt, serviceMessageId }: Message,
  event: DeliveryEvent,
): Pick<Message, "sentAt" | "serviceMessageId"> {
  const isEarlier =
    sentAt === undefined ||
    event.sentAt < sentAt ||
    (event.sentAt === sentAt && event.serviceMessageId < (serviceMessageId ?? ""));
  return isEarlier ? { sentAt: event.sentAt, serviceMessageId: event.serviceMessageId } : { sentAt, serviceMessageId };
}
