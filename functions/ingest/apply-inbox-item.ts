import type { Item, Store } from "../platform/ports/store.ts";
import { translatorOf } from "../providers/translators.ts";
import { type ApplyPorts, applyBillingEvent } from "./apply-billing-event.ts";
import { type InboxEvent, inboxEvent, markApplied, rawTextOf } from "./inbox.ts";

/** What it takes to apply an event from the inbox. */
export interface InboxPorts extends ApplyPorts {
  readonly inbox: Store;
}

async function apply(ports: InboxPorts, stored: InboxEvent): Promise<"applied" | "ignored"> {
  const translate = translatorOf(stored.provider, ports.policy.provider.metadata);
  const event = translate(JSON.parse(rawTextOf(stored)));
  if (event === undefined) return "ignored";
  await applyBillingEvent(ports, event);
  return "applied";
}

/**
 * Applies an event of the inbox, and says so in the inbox. Applying it again changes nothing.
 * @throws TerminalError if it cannot be read, and whatever the stores and the capabilities throw.
 */
export async function applyInboxItem(ports: InboxPorts, item: Item): Promise<void> {
  const result = await apply(ports, inboxEvent(item));
  await ports.inbox.save(markApplied(item, result, ports.clock.now()));
}
