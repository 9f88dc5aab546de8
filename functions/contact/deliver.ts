import { brandOf } from "../appearance/brand.ts";
import type { CompanyPolicy } from "../appearance/company-policy.ts";
import type { Compose } from "../messages/composer.ts";
import { claim, confirmSent, drop, refusalOfAddress, release } from "../messages/ledger.ts";
import { namedMailbox } from "../messages/mailbox.ts";
import type { Message, NewMessage } from "../messages/message.ts";
import { messageItem, messageKeyOf, parseMessage } from "../messages/message-item.ts";
import type { MessagesPolicy } from "../messages/policy-slice.ts";
import { updateMessage } from "../messages/update-message.ts";
import {
  ConfigurationError,
  messageOf,
  RetryableError,
  TerminalError,
  UnknownOutcomeError,
} from "../platform/errors.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Log } from "../platform/ports/log.ts";
import type { Email, Mailer } from "../platform/ports/mailer.ts";
import type { Item, Store } from "../platform/ports/store.ts";
import { saveUnlessStale } from "../platform/save-unless-stale.ts";

/** What it takes to send a message and to record what came of it. */
export interface SendingPorts {
  readonly state: Store;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: CompanyPolicy & MessagesPolicy;
}

/** What it takes to deliver a message. */
export interface DeliveryPorts extends SendingPorts {
  /** Composes the letters of the room that the message belongs to. */
  readonly compose: Compose;
}

/** What came of delivering a message. */
export type DeliveryOutcome =
  | { readonly outcome: "sent" }
  /** An earlier call sent it. */
  | { readonly outcome: "already-sent" }
  /** It may have been sent, or is about to be by another process: the sweep looks again. */
  | { readonly outcome: "unconfirmed" }
  /** It was not sent and will not be. */
  | { readonly outcome: "dropped"; readonly reason: string };

/** A message this process has claimed, as the store holds it. */
interface Claimed {
  readonly item: Item;
  readonly message: Message;
  readonly email: Email;
}

/**
 * Sends a message once under its key, however often it is called: claims it in the ledger, sends it tagged with the
 * key, records the answer. A process that dies in between leaves a claim, which `reviewUnconfirmed` takes up.
 * @throws RetryableError if the mail service or the store asks to be asked again; nothing was sent, unless a claim
 *   stands in the ledger.
 */
export async function deliver(ports: DeliveryPorts, message: NewMessage): Promise<DeliveryOutcome> {
  const { state, clock, policy, compose } = ports;
  // Composed before the claim, so that a fault in the copy cannot look like a lost answer.
  const email = emailOf(message, compose, policy);
  const { found, known, earlier } = await lettersOf(state, message);
  if (known !== undefined && known.state !== "unsent") return outcomeOf(known);
  const refused = refusalOfAddress(earlier, message.to);
  if (refused !== undefined) return { outcome: "dropped", reason: refused };
  const claimed = claim(message, clock.now(), policy.mail.unconfirmedAfter);
  const item = await saveUnlessStale(state, messageItem(claimed, found?.rev ?? 0));
  return item === undefined ? { outcome: "unconfirmed" } : sendClaimed(ports, { item, message: claimed, email });
}

/** What the ledger holds of this message, and of the others about the same. */
async function lettersOf(state: Store, message: NewMessage) {
  const { pk, sk } = messageKeyOf(message);
  const letters = (await state.query(pk)).filter(({ kind }) => kind === "message");
  const found = letters.find((item) => item.sk === sk);
  const others = letters.filter((item) => item !== found).map(parseMessage);
  const { room, id } = message.about;
  const earlier = others.filter(({ about }) => about.room === room && about.id === id);
  return { found, known: found && parseMessage(found), earlier };
}

/** What is known of a message that has been claimed before. */
function outcomeOf({ state, reason = "" }: Message): DeliveryOutcome {
  if (state === "claimed") return { outcome: "unconfirmed" };
  return state === "dropped" ? { outcome: "dropped", reason } : { outcome: "already-sent" };
}

/** Sends what was claimed just now, and records the answer. */
export async function sendClaimed(ports: SendingPorts, claimed: Claimed): Promise<DeliveryOutcome> {
  const { state, mailer, clock, log } = ports;
  const { messageKey, customerId, name } = claimed.message;
  let serviceMessageId: string;
  try {
    ({ serviceMessageId } = await mailer.send(claimed.email));
  } catch (error) {
    return afterFailure(ports, claimed, error);
  }
  log.info("message-sent", { messageKey, customerId, name });
  try {
    await updateMessage(state, claimed.item, (message) => confirmSent(message, serviceMessageId, clock.now()));
  } catch (error) {
    // It is sent all the same: the service's Send event records it, and this call must not be repeated.
    log.warn("message-not-recorded", { messageKey, customerId, name, error: messageOf(error) });
  }
  return { outcome: "sent" };
}

async function afterFailure(ports: SendingPorts, claimed: Claimed, error: unknown): Promise<DeliveryOutcome> {
  const { messageKey, customerId, name } = claimed.message;
  if (error instanceof RetryableError || error instanceof ConfigurationError)
    await settle(ports, claimed, release(claimed.message));
  if (error instanceof UnknownOutcomeError) {
    ports.log.warn("message-unconfirmed", { messageKey, customerId, name });
    return { outcome: "unconfirmed" };
  }
  if (!(error instanceof TerminalError)) throw error;
  ports.log.warn("message-refused", { messageKey, customerId, name, error: error.message });
  await settle(ports, claimed, drop(claimed.message, error.message));
  return { outcome: "dropped", reason: error.message };
}

/** If the claim cannot be undone, it stands, and the sweep looks again. */
async function settle({ state, log }: SendingPorts, { item, message }: Claimed, settled: Message): Promise<void> {
  try {
    await state.save(messageItem(settled, item.rev));
  } catch (error) {
    const { messageKey, customerId, name } = message;
    log.warn("message-not-recorded", { messageKey, customerId, name, error: messageOf(error) });
  }
}

/** The e-mail of a message. */
export function emailOf(message: NewMessage, compose: Compose, policy: CompanyPolicy & MessagesPolicy): Email {
  const { messageKey, customerId, name, locale, to, values } = message;
  const { subject, html, text } = compose(name, locale, values, brandOf(policy));
  const { sender } = policy;
  const from = namedMailbox(sender.name, sender.email);
  return { messageKey, customerId, to, from, replyTo: sender.replyTo, subject, html, text, name };
}
