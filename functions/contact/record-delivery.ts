import { recordEvent } from "../messages/ledger.ts";
import { messageKeyOf } from "../messages/message-item.ts";
import { updateMessage } from "../messages/update-message.ts";
import { type AddressedEvent, parseDeliveryEvent } from "../platform/mail/delivery-event.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Log } from "../platform/ports/log.ts";
import type { Store } from "../platform/ports/store.ts";
import { suppress } from "./recipient-changes.ts";
import { updateRecipient } from "./recipient-store.ts";

interface RecordPorts {
  readonly state: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Records what SES publishes about our messages through EventBridge: in the ledger, what became of the message; with the
 * recipient, that the address refuses, whoever wrote. Events about others' messages change nothing; a refusal counts even
 * if its message has been forgotten since.
 * @throws StaleRevisionError if others keep saving first; Lambda then calls again, and nothing is recorded twice.
 */
export function createRecordDelivery(ports: RecordPorts) {
  return async (event: unknown): Promise<void> => {
    const parsed = parseDeliveryEvent(event);
    if (parsed === undefined) return ports.log.info("delivery-ignored", {});
    await recordRefusal(ports, parsed);
    const { messageKey, customerId, told } = parsed;
    const place = messageKeyOf({ messageKey, customerId });
    const message = await updateMessage(ports.state, place, (known) => recordEvent(known, told));
    const outcome = message === undefined ? "delivery-of-unknown-message" : "delivery-recorded";
    ports.log.info(outcome, { messageKey, customerId, told: told.kind, state: message?.state });
  };
}

async function recordRefusal(ports: RecordPorts, { recipientId, refusal }: AddressedEvent): Promise<void> {
  if (recipientId === undefined || refusal === undefined) return;
  await updateRecipient(ports, recipientId, (recipient) => suppress(recipient, "email", refusal));
  ports.log.warn("recipient-suppressed", { recipientId, refusal });
}
