import type { BillingPolicy } from "../billing/policy-slice.ts";
import type { Compose } from "../messages/composer.ts";
import { claim } from "../messages/ledger.ts";
import type { Message } from "../messages/message.ts";
import { messageItem, messageKeyOf, parseMessage } from "../messages/message-item.ts";
import type { Terms } from "../messages/terms.ts";
import { plus } from "../platform/duration.ts";
import { earlier } from "../platform/instant.ts";
import type { LinkKey } from "../platform/ports/secrets.ts";
import { saveUnlessStale } from "../platform/save-unless-stale.ts";
import { askArbiter } from "./ask-arbiter.ts";
import type { Letter } from "./letter.ts";
import { recipientIdOf } from "./recipient-id.ts";
import { lease } from "./request.ts";
import { type DeliveryOutcome, emailOf, type SendPorts, sendClaimed, urgencyIn } from "./send-claimed.ts";
import { budgetOf } from "./sending-budget.ts";

export type { DeliveryOutcome } from "./send-claimed.ts";

/** What it takes to deliver a letter. */
export interface DeliveryPorts extends SendPorts {
  /** Composes the letters of the room that the message belongs to. */
  readonly compose: Compose;
  /** By which addresses are known; see recipient-id.ts. */
  readonly linkKey: LinkKey;
  readonly policy: SendPorts["policy"] & Pick<BillingPolicy, "defaults">;
}

/** Of what has no urgency of its own. */
const usualPriority = 50;

/**
 * Sends a letter once under its key, however often it is called, if the arbiter lets it pass: takes room, claims it in
 * the ledger, looks once more, sends it tagged with the key, records the answer. A process that dies in between leaves a
 * claim, which `reviewUnconfirmed` takes up, or room that nobody uses. This is the only way to a mailer.
 * @throws RetryableError if the mail service or the store asks to be asked again, StaleRevisionError if others keep saving
 *   first; nothing was sent, unless a claim stands in the ledger.
 */
export async function deliver(ports: DeliveryPorts, letter: Letter): Promise<DeliveryOutcome> {
  const { state } = ports;
  const terms = await termsOf(ports, letter);
  // Composed before anything is saved, so that a fault in the copy cannot look like a lost answer.
  const email = emailOf({ ...letter.message, terms }, ports.compose, ports.policy);
  const found = await state.load(messageKeyOf(letter.message));
  const known = found && parseMessage(found);
  if (known !== undefined && known.state !== "unsent") return outcomeOf(known);
  const { messageKey, purpose } = letter.message;
  const noRoom = await budgetOf(ports).admit({ key: messageKey, ...urgencyIn({ ...terms, purpose }) });
  if (noRoom !== undefined) return { outcome: "held", ...noRoom };
  const { answer, epoch } = await askArbiter(ports, letter.message.messageKey, terms);
  if (answer.do === "wait") return { outcome: "held", until: answer.until, because: answer.because };
  if (answer.do === "drop") return refused(ports, letter, answer.because);
  const message = claimOf(ports, letter, { ...terms, epoch });
  const item = await saveUnlessStale(state, messageItem(message, found?.rev ?? 0));
  if (item === undefined) return { outcome: "unconfirmed" };
  const until = earlier(answer.until, plus(letter.asOf, lease));
  return sendClaimed(ports, { item, message, email, until });
}

async function termsOf({ linkKey, policy }: DeliveryPorts, letter: Letter): Promise<Omit<Terms, "epoch">> {
  const { message, from, by, priority = usualPriority, zone = policy.defaults.timeZone } = letter;
  const { purpose } = message;
  const recipientId = recipientIdOf(message.to, await linkKey.linkSigningKey());
  return { recipientId, purpose, priority, from, by, zone };
}

const claimOf = ({ clock, policy }: DeliveryPorts, { message }: Letter, terms: Terms): Message =>
  claim({ ...message, terms }, clock.now(), policy.mail.unconfirmedAfter);

/** What is known of a message that has been claimed before. */
function outcomeOf({ state, reason = "" }: Message): DeliveryOutcome {
  if (state === "claimed") return { outcome: "unconfirmed" };
  return state === "dropped" ? { outcome: "dropped", reason } : { outcome: "already-sent" };
}

function refused({ log }: DeliveryPorts, { message }: Letter, reason: string): DeliveryOutcome {
  const { messageKey, customerId, name, purpose } = message;
  if (purpose === "legal-notice") log.error("legal-notice-refused", { messageKey, customerId, name, reason });
  else log.info("message-not-permitted", { messageKey, customerId, name, purpose, reason });
  return { outcome: "dropped", reason };
}
