import { claim, drop } from "../messages/ledger.ts";
import { isOnItsWay, type Message } from "../messages/message.ts";
import { messageItem, parseMessage } from "../messages/message-item.ts";
import { plus } from "../platform/duration.ts";
import { messageOf, RetryableError, TerminalError } from "../platform/errors.ts";
import { earlier, type Instant } from "../platform/instant.ts";
import type { Item } from "../platform/ports/store.ts";
import { stillTroubled } from "../platform/trouble.ts";
import { askArbiter } from "./ask-arbiter.ts";
import { type MessageRoom, type MessageRooms, roomOf } from "./message-rooms.ts";
import { type Answer, lease } from "./request.ts";
import { type DeliveryOutcome, emailOf, type SendPorts, sendClaimed, urgencyIn } from "./send-claimed.ts";
import { budgetOf } from "./sending-budget.ts";
import type { NoRoom } from "./sending-quota.ts";

/** After so many claims that nobody answered for, something else is wrong. */
const sendsAtMost = 3;

/** What a review comes to before anything is sent again. */
type Verdict =
  | { readonly do: "send"; readonly until: Instant }
  | ({ readonly do: "wait" } & NoRoom)
  | Extract<Answer, { do: "drop" }>;

/**
 * Looks at a message that was claimed and never confirmed, or given back by who had claimed it and not asked for since. By its review time the service would have published a Send
 * event, had it taken the message; so it is sent again, if it still applies and the arbiter lets it pass once more. The
 * new claim is saved first: of two sweeps, and against a Send event arriving this moment, one wins.
 * @param item the message as just loaded.
 * @param rooms whose messages there are; the message's own is asked right before sending.
 * @returns undefined if there was nothing to look at.
 * @throws TerminalError if no room knows the message. StaleRevisionError if the message changed meanwhile, RetryableError if a service asks to be asked again.
 */
export async function reviewUnconfirmed(
  ports: SendPorts,
  item: Item,
  rooms: MessageRooms,
): Promise<DeliveryOutcome | undefined> {
  const { state, clock, policy } = ports;
  const message = parseMessage(item);
  if (!isOnItsWay(message) || message.reviewAt > clock.now()) return undefined;
  const room = roomOf(message, rooms);
  const verdict = await verdictOn(ports, message, room);
  switch (verdict.do) {
    case "drop":
      await state.save(messageItem(drop(message, verdict.because), item.rev));
      return { outcome: "dropped", reason: verdict.because };
    case "wait":
      await state.save(messageItem({ ...message, reviewAt: verdict.until }, item.rev));
      return { outcome: "held", until: verdict.until, because: verdict.because };
    case "send": {
      const email = emailOf(message, room.compose, policy);
      const claimed = claim(message, clock.now(), policy.mail.unconfirmedAfter, message.sends);
      // A claim that stands afterwards is no progress, so that a service that never answers is not asked for ever.
      const again = { ...ports, state: stillTroubled(state, item) };
      const saved = await again.state.save(messageItem(claimed, item.rev));
      return sendClaimed(again, { item: saved, message: claimed, email, until: verdict.until });
    }
  }
}

async function verdictOn(ports: SendPorts, message: Message, room: MessageRoom): Promise<Verdict> {
  const { messageKey, customerId, name, sends, terms } = message;
  if (sends >= sendsAtMost) {
    ports.log.error("message-given-up", { messageKey, customerId, name, sends });
    return { do: "drop", because: `the mail service did not confirm it in ${sends} attempts` };
  }
  const asOf = ports.clock.now();
  if (!(await askedAgain(room.stillApplies(message))))
    return { do: "drop", because: "it no longer applied when it was looked at again" };
  const leaseEnds = plus(asOf, lease);
  if (terms === undefined) return { do: "send", until: leaseEnds };
  const noRoom = await budgetOf(ports).admit({ key: messageKey, ...urgencyIn(terms) });
  if (noRoom !== undefined) return { do: "wait", ...noRoom };
  // If the reader was erased since, the last look before the sending sees it: the claim keeps its epoch.
  const { answer } = await askArbiter(ports, messageKey, terms);
  return answer.do === "send" ? { do: "send", until: earlier(answer.until, leaseEnds) } : answer;
}

/** A refusal to tell what became of an invoice may be a right that is missing from a key: it is asked again. */
async function askedAgain(answer: Promise<boolean>): Promise<boolean> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof TerminalError)) throw error;
    throw new RetryableError(`Whether it still applies cannot be learned: ${messageOf(error)}`, { cause: error });
  }
}
