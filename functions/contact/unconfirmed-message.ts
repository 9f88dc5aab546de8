import type { Message } from "../messages/message.ts";
import { messageDue } from "../messages/message-item.ts";
import type { DueKind } from "../platform/due-kind.ts";

import { reviewUnconfirmed } from "./review-unconfirmed.ts";
import type { SendPorts } from "./send-claimed.ts";

/** A message that was claimed and never confirmed: looked at again. */
export const unconfirmedMessage = (
  ports: SendPorts,
  stillApplies: (message: Message) => Promise<boolean>,
): DueKind => ({
  name: messageDue,
  store: ports.state,
  take: async (item) => {
    await reviewUnconfirmed(ports, item, stillApplies);
  },
});
