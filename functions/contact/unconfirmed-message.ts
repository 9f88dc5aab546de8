import { drop } from "../messages/ledger.ts";
import { messageDue, messageItem, parseMessage } from "../messages/message-item.ts";
import type { DueKind } from "../platform/due-kind.ts";
import type { MessageRooms } from "./message-rooms.ts";
import { reviewUnconfirmed } from "./review-unconfirmed.ts";
import type { SendPorts } from "./send-claimed.ts";

/**
 * A message that was claimed and never confirmed: looked at again. After the last try it is dropped, and a legal notice
 * parked for a person: nobody drops what the law asks for but a person.
 */
export const unconfirmedMessage = (ports: SendPorts, rooms: MessageRooms): DueKind => ({
  name: messageDue,
  // Stripe and SES are asked for each, and both refuse who asks too often.
  atOnce: 8,
  store: ports.state,
  take: async (item) => {
    await reviewUnconfirmed(ports, item, rooms);
  },
  givenUp: (item, reason) => {
    const message = parseMessage(item);
    return message.purpose === "legal-notice" ? undefined : messageItem(drop(message, reason), item.rev);
  },
  lines: { givenUp: "message-given-up" },
});
