import { messageDue } from "../messages/message-item.ts";
import type { DueKind } from "../platform/due-kind.ts";
import type { MessageRooms } from "./message-rooms.ts";
import { reviewUnconfirmed } from "./review-unconfirmed.ts";
import type { SendPorts } from "./send-claimed.ts";

/** A message that was claimed and never confirmed: looked at again. */
export const unconfirmedMessage = (ports: SendPorts, rooms: MessageRooms): DueKind => ({
  name: messageDue,
  store: ports.state,
  take: async (item) => {
    await reviewUnconfirmed(ports, item, rooms);
  },
});
