import { messageOf, TerminalError } from "../platform/errors.ts";
import type { Item, Store } from "../platform/ports/store.ts";
import { translatorOf } from "../providers/translators.ts";
import { type ApplyPorts, applyBillingEvent } from "./apply-billing-event.ts";
import { countTry, hasTriesLeft, inboxEvent, markApplied, noteFailure, park, rawTextOf } from "./inbox.ts";

/** What it takes to apply an event from the inbox. */
export interface InboxPorts extends ApplyPorts {
  readonly inbox: Store;
}

async function apply(ports: InboxPorts, item: Item): Promise<"applied" | "ignored"> {
  const { provider } = inboxEvent(item);
  const translate = translatorOf(provider, ports.policy.provider.metadata);
  const event = translate(JSON.parse(rawTextOf(inboxEvent(item))));
  if (event === undefined) return "ignored";
  await applyBillingEvent(ports, event);
  return "applied";
}

async function failed(ports: InboxPorts, item: Item, error: unknown): Promise<void> {
  const { inbox, clock, log } = ports;
  const { eventId, provider, eventType, tries } = inboxEvent(item);
  const facts = { eventId, provider, eventType, tries, reason: messageOf(error) };
  // No repetition makes an unreadable event readable: a person should hear of it now.
  if (hasTriesLeft(item) && !(error instanceof TerminalError)) {
    await inbox.save(noteFailure(item, messageOf(error)));
    log.warn("event-failed", facts);
    return;
  }
  await inbox.save(park(item, messageOf(error), clock.now()));
  log.error("event-parked", facts);
}

/**
 * Tries an event of the inbox once. The try is counted before it begins and moves the event's due time on, so that
 * one that kills its process is tried a few times and no more; after the last try it is parked for a person.
 */
export async function applyInboxItem(ports: InboxPorts, item: Item): Promise<void> {
  const { state } = inboxEvent(item);
  if (state !== "accepted") return;
  if (!hasTriesLeft(item)) return failed(ports, item, new Error("every try ended without an answer"));
  const begun = await ports.inbox.save(countTry(item, ports.clock.now()));
  try {
    const result = await apply(ports, begun);
    await ports.inbox.save(markApplied(begun, result));
  } catch (error) {
    await failed(ports, begun, error);
  }
}
