import { claim, drop } from "../messages/ledger.ts";
import type { Message } from "../messages/message.ts";
import { messageItem, parseMessage } from "../messages/message-item.ts";
import { plus } from "../platform/duration.ts";
import { earlier, type Instant } from "../platform/instant.ts";
import type { Item } from "../platform/ports/store.ts";
import { askArbiter } from "./ask-arbiter.ts";
import { type Answer, lease } from "./request.ts";
import { type DeliveryOutcome, emailOf, erasedMeanwhile, type SendPorts, sendClaimed } from "./send-claimed.ts";

/** After so many claims that nobody answered for, something else is wrong. */
const sendsAtMost = 3;

type StillApplies = (message: Message) => Promise<boolean>;

/** What a review comes to before anything is sent again. */
type Verdict = Exclude<Answer, { do: "send" }> | { readonly do: "send"; readonly until: Instant };

/**
 * Looks at a message that was claimed and never confirmed. By its review time the service would have published a Send
 * event, had it taken the message; so it is sent again, if it still applies and the arbiter lets it pass once more. The
 * new claim is saved first: of two sweeps, and against a Send event arriving this moment, one wins.
 * @param item the message as just loaded.
 * @param stillApplies asked right before sending.
 * @returns undefined if there was nothing to look at.
 * @throws StaleRevisionError if the message changed meanwhile, RetryableError if a service asks to be asked again.
 */
export async function reviewUnconfirmed(
  ports: SendPorts,
  item: Item,
  stillApplies: StillApplies,
): Promise<DeliveryOutcome | undefined> {
  const { state, clock, policy } = ports;
  const message = parseMessage(item);
  if (message.state !== "claimed" || message.reviewAt > clock.now()) return undefined;
  const verdict = await verdictOn(ports, message, stillApplies);
  switch (verdict.do) {
    case "drop":
      await state.save(messageItem(drop(message, verdict.because), item.rev));
      return { outcome: "dropped", reason: verdict.because };
    case "wait":
      await state.save(messageItem({ ...message, reviewAt: verdict.until }, item.rev));
      return { outcome: "held", until: verdict.until, because: verdict.because };
    case "send": {
      const email = emailOf(message, ports);
      const claimed = claim(message, clock.now(), policy.mail.unconfirmedAfter, message.sends);
      const saved = await state.save(messageItem(claimed, item.rev));
      return sendClaimed(ports, { item: saved, message: claimed, email, until: verdict.until });
    }
  }
}

async function verdictOn(ports: SendPorts, message: Message, stillApplies: StillApplies): Promise<Verdict> {
  const { messageKey, customerId, name, sends, terms } = message;
  if (sends >= sendsAtMost) {
    ports.log.error("message-given-up", { messageKey, customerId, name, sends });
    return { do: "drop", because: `the mail service did not confirm it in ${sends} attempts` };
  }
  const asOf = ports.clock.now();
  if (!(await stillApplies(message)))
    return { do: "drop", because: "it no longer applied when it was looked at again" };
  const leaseEnds = plus(asOf, lease);
  if (terms === undefined) return { do: "send", until: leaseEnds };
  const { answer, epoch } = await askArbiter(ports, messageKey, terms);
  if (epoch !== terms.epoch) return { do: "drop", because: erasedMeanwhile };
  return answer.do === "send" ? { do: "send", until: earlier(answer.until, leaseEnds) } : answer;
}
