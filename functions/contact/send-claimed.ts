import { brandOf } from "../appearance/brand.ts";
import type { CompanyPolicy } from "../appearance/company-policy.ts";
import type { Compose } from "../messages/composer.ts";
import { confirmSent, drop, release } from "../messages/ledger.ts";
import { namedMailbox } from "../messages/mailbox.ts";
import type { Message, NewMessage } from "../messages/message.ts";
import { messageItem } from "../messages/message-item.ts";
import type { MessagesPolicy } from "../messages/policy-slice.ts";
import type { Terms } from "../messages/terms.ts";
import { updateMessage } from "../messages/update-message.ts";
import {
  ConfigurationError,
  messageOf,
  RetryableError,
  TerminalError,
  UnknownOutcomeError,
} from "../platform/errors.ts";
import type { Instant } from "../platform/instant.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Log } from "../platform/ports/log.ts";
import { type Email, MailBusyError, type Mailer } from "../platform/ports/mailer.ts";
import type { Item, Store } from "../platform/ports/store.ts";
import type { ContactPolicy } from "./policy-slice.ts";
import { loadRecipient } from "./recipient-store.ts";
import { budgetOf } from "./sending-budget.ts";

/** What it takes to send a message. */
export interface SendPorts {
  readonly state: Store;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: CompanyPolicy & MessagesPolicy & ContactPolicy;
}

/** What came of delivering a message. */
export type DeliveryOutcome =
  | { readonly outcome: "sent" }
  /** An earlier call sent it. */
  | { readonly outcome: "already-sent" }
  /** It may have been sent, or is about to be by another process: the sweep looks again. */
  | { readonly outcome: "unconfirmed" }
  /** Not now: to be asked for again then, under the same key. */
  | { readonly outcome: "held"; readonly until: Instant; readonly because: string }
  /** It was not sent and will not be. */
  | { readonly outcome: "dropped"; readonly reason: string };

/** A message this process has claimed, as the store holds it. */
export interface Claimed {
  readonly item: Item;
  readonly message: Message;
  readonly email: Email;
  /** Not to be sent after this. */
  readonly until: Instant;
}

/** Takes a last look, sends what was claimed just now, and records the answer. */
export async function sendClaimed(ports: SendPorts, claimed: Claimed): Promise<DeliveryOutcome> {
  const { messageKey, customerId, name } = claimed.message;
  let serviceMessageId: string;
  try {
    const hindrance = await lastLook(ports, claimed);
    if (hindrance !== undefined) return hindrance;
    ({ serviceMessageId } = await ports.mailer.send(claimed.email));
  } catch (error) {
    return afterFailure(ports, claimed, error);
  }
  ports.log.info("message-sent", { messageKey, customerId, name });
  await recordSent(ports, claimed, serviceMessageId);
  return { outcome: "sent" };
}

async function recordSent({ state, clock, log }: SendPorts, claimed: Claimed, serviceMessageId: string): Promise<void> {
  const { messageKey, customerId, name } = claimed.message;
  try {
    await updateMessage(state, claimed.item, (message) => confirmSent(message, serviceMessageId, clock.now()));
  } catch (error) {
    // It is sent all the same: the service's Send event records it, and this call must not be repeated.
    log.warn("message-not-recorded", { messageKey, customerId, name, error: messageOf(error) });
  }
}

/** The person may have been erased, the address may have refused, and this process may have stood still meanwhile. */
async function lastLook(ports: SendPorts, claimed: Claimed): Promise<DeliveryOutcome | undefined> {
  const { message, until } = claimed;
  const reason = await refusalSince(ports.state, message.terms);
  if (reason !== undefined) {
    await settle(ports, claimed, drop(message, reason));
    return { outcome: "dropped", reason };
  }
  // Read after everything else: what follows is the sending itself.
  const now = ports.clock.now();
  if (now <= until) return undefined;
  await settle(ports, claimed, release(message));
  return { outcome: "held", until: now, because: "too much time passed between deciding and sending" };
}

async function refusalSince(state: Store, terms: Terms | undefined): Promise<string | undefined> {
  if (terms === undefined) return undefined;
  const [{ epoch, suppressed }] = await loadRecipient(state, terms.recipientId);
  return epoch === terms.epoch ? suppressed.email : "what is known of the reader was erased meanwhile";
}

/** What decides who goes first where the mail service is short: the law before all else. */
export const urgencyIn = ({ purpose, priority, by }: Pick<Terms, "purpose" | "priority" | "by">) => ({
  priority: purpose === "legal-notice" ? 0 : priority,
  by,
});

async function afterFailure(ports: SendPorts, claimed: Claimed, error: unknown): Promise<DeliveryOutcome> {
  const { messageKey, customerId, name, terms } = claimed.message;
  if (error instanceof RetryableError || error instanceof ConfigurationError)
    await settle(ports, claimed, release(claimed.message));
  if (error instanceof MailBusyError && terms !== undefined) {
    ports.log.warn("mail-service-busy", { messageKey, customerId, name, limit: error.limit });
    const noRoom = await budgetOf(ports).refused(error, { key: messageKey, ...urgencyIn(terms) });
    return { outcome: "held", ...noRoom };
  }
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
async function settle({ state, log }: SendPorts, { item, message }: Claimed, settled: Message): Promise<void> {
  try {
    await state.save(messageItem(settled, item.rev));
  } catch (error) {
    const { messageKey, customerId, name } = message;
    log.warn("message-not-recorded", { messageKey, customerId, name, error: messageOf(error) });
  }
}

/** A message, and whom it is written to if that is known. */
type Addressed = Omit<NewMessage, "terms"> & { readonly terms?: Pick<Terms, "recipientId"> | undefined };

/** The e-mail of a message. */
export function emailOf(message: Addressed, compose: Compose, policy: CompanyPolicy & MessagesPolicy): Email {
  const { messageKey, customerId, name, locale, to, values, terms } = message;
  const { subject, html, text } = compose(name, locale, values, brandOf(policy));
  const sender = { ...policy.sender, ...message.sender };
  const from = namedMailbox(sender.name, sender.email);
  const { recipientId } = terms ?? {};
  return { messageKey, customerId, recipientId, to, from, replyTo: sender.replyTo, subject, html, text, name };
}
