import { parseDeliveryEvent } from "../platform/mail/delivery-event.ts";
import type { Log } from "../platform/ports/log.ts";
import type { Store } from "../platform/ports/store.ts";
import { recordEvent } from "./ledger.ts";
import { messageKeyOf } from "./message-item.ts";
import { updateMessage } from "./update-message.ts";

/**
 * Records in the ledger what SES publishes about our messages through EventBridge. Events about others' messages, or
 * about ones forgotten since, change nothing.
 * @throws StaleRevisionError if others keep saving first; Lambda then calls again.
 */
export function createRecordDelivery({ state, log }: { readonly state: Store; readonly log: Log }) {
  return async (event: unknown): Promise<void> => {
    const parsed = parseDeliveryEvent(event);
    if (parsed === undefined) return log.info("delivery-ignored", {});
    const { messageKey, customerId, told } = parsed;
    const place = messageKeyOf({ messageKey, customerId });
    const message = await updateMessage(state, place, (known) => recordEvent(known, told));
    const outcome = message === undefined ? "delivery-of-unknown-message" : "delivery-recorded";
    log.info(outcome, { messageKey, customerId, told: told.kind, state: message?.state });
  };
}
