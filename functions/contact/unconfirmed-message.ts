import type { Message } from "../messages/message.ts";
import { messageDue } from "../messages/message-item.ts";
import type { DueKind } from "../platform/due-kind.ts";
import type { DeliveryPorts } from "./deliver.ts";
import { reviewUnconfirmed } from "./review-unconfirmed.ts";

/** A message that was claimed and never confirmed: looked at again. */
export const unconfirmedMessage = (
  ports: DeliveryPorts,
  stillApplies: (message: Message) => Promise<boolean>,
): DueKind => ({
  name: messageDue,
  store: ports.state,
  take: async (item) => {
    await reviewUnconfirmed(ports, item, stillApplies);
  },
});
