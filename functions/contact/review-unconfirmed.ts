import { claim, drop } from "../messages/ledger.ts";
import type { Message } from "../messages/message.ts";
import { messageItem, parseMessage } from "../messages/message-item.ts";
import type { Item } from "../platform/ports/store.ts";
import { stillTroubled } from "../platform/trouble.ts";
import { type DeliveryOutcome, type DeliveryPorts, emailOf, sendClaimed } from "./deliver.ts";

/** After so many claims that nobody answered for, something else is wrong. */
const sendsAtMost = 3;

/**
 * Looks at a message that was claimed and never confirmed. By its review time the service would have published a Send
 * event, had it taken the message; so it is sent again, if it still applies. The new claim is saved first: of two
 * sweeps, and against a Send event arriving this moment, one wins.
 * @param item the message as just loaded.
 * @param stillApplies asked right before sending.
 * @returns undefined if there was nothing to look at.
 * @throws StaleRevisionError if the message changed meanwhile, RetryableError if a service asks to be asked again.
 */
export async function reviewUnconfirmed(
  ports: DeliveryPorts,
  item: Item,
  stillApplies: (message: Message) => Promise<boolean>,
): Promise<DeliveryOutcome | undefined> {
  const { state, clock, log, policy } = ports;
  const message = parseMessage(item);
  if (message.state !== "claimed" || message.reviewAt > clock.now()) return undefined;
  const { messageKey, customerId, name, sends } = message;
  const dropFor = async (reason: string): Promise<DeliveryOutcome> => {
    await state.save(messageItem(drop(message, reason), item.rev));
    return { outcome: "dropped", reason };
  };
  if (sends >= sendsAtMost) {
    log.error("message-given-up", { messageKey, customerId, name, sends });
    return dropFor(`the mail service did not confirm it in ${sends} attempts`);
  }
  if (!(await stillApplies(message))) return dropFor("it no longer applied when it was looked at again");
  const email = emailOf(message, ports);
  const claimed = claim(message, clock.now(), policy.mail.unconfirmedAfter, sends);
  // A claim that stands afterwards is no progress, so that a service that never answers is not asked for ever.
  const again = { ...ports, state: stillTroubled(state, item) };
  const saved = await again.state.save(messageItem(claimed, item.rev));
  return sendClaimed(again, { item: saved, message: claimed, email });
}
