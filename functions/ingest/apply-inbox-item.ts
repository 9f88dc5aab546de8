import type { BillingEvent } from "../billing/billing-event.ts";
import type { ProviderRecords, RecordReference } from "../billing/provider-records.ts";
import { TerminalError } from "../platform/errors.ts";
import type { Item, Store } from "../platform/ports/store.ts";
import type { EventReader, ReaderSetting } from "../providers/event-reader.ts";
import { eventReaderOf } from "../providers/translators.ts";
import { type ApplyPorts, applyBillingEvent } from "./apply-billing-event.ts";
import { type InboxEvent, inboxEvent, markApplied, rawTextOf } from "./inbox.ts";
import { refusalOf, type Taken } from "./taken-account.ts";

/** What it takes to apply an event from the inbox. */
export interface InboxPorts extends ApplyPorts {
  readonly inbox: Store;
  /** Reads what thin events leave out; without it none can be applied. */
  readonly records?: Pick<ProviderRecords, "read"> | undefined;
  /** Whose events are taken; without it, everybody's. */
  readonly taken?: Taken | undefined;
}

interface Reading {
  readonly reader: EventReader;
  readonly setting: ReaderSetting;
}

/** @throws TerminalError saying what to configure, where the provider refuses to show what a thin event names. */
async function readFor({ read }: Pick<ProviderRecords, "read">, reference: RecordReference): Promise<unknown> {
  try {
    return await read(reference);
  } catch (error) {
    if (!(error instanceof TerminalError)) throw error;
    const { type } = reference;
    throw new TerminalError(
      `${error.message} The event does not tell it by itself: give this stage a key of the account that it comes from, with the right to read objects of the kind ${type}, or let the provider send whole events.`,
      { cause: error },
    );
  }
}

/** The whole events that an event of the inbox stands for: itself, unless it is thin, or does not say whose it is. */
async function wholeEvents(ports: InboxPorts, { reader, setting }: Reading, raw: unknown): Promise<readonly unknown[]> {
  const missing = reader.missingIn(raw, setting);
  if (missing === undefined) return [raw];
  if (ports.records === undefined)
    throw new TerminalError("Nothing here reads what an event leaves out; let the provider send whole events.");
  const object = await readFor(ports.records, missing);
  const named = reader.missingIn(object, setting);
  const read = named === undefined ? object : await readFor(ports.records, named);
  const completed = reader.completed(raw, { object: read, at: ports.clock.now() });
  return (await Promise.all(completed.map((event) => wholeEvents(ports, { reader, setting }, event)))).flat();
}

async function eventsOf(ports: InboxPorts, stored: InboxEvent): Promise<readonly BillingEvent[]> {
  const raw: unknown = JSON.parse(rawTextOf(stored));
  const reader = eventReaderOf(stored.provider);
  const taken = (await ports.taken?.(stored.provider)) ?? {};
  const refusal = refusalOf(reader.modeOf(raw), taken);
  if (refusal !== undefined) throw new TerminalError(refusal);
  const setting = { metadataKeys: ports.policy.provider.metadata, ownAccount: taken.accountId };
  const whole = await wholeEvents(ports, { reader, setting }, raw);
  return whole.flatMap((event) => reader.translate(event, setting) ?? []);
}

async function apply(ports: InboxPorts, stored: InboxEvent): Promise<"applied" | "ignored"> {
  const events = await eventsOf(ports, stored);
  for (const event of events) await applyBillingEvent(ports, event);
  return events.length === 0 ? "ignored" : "applied";
}

/**
 * Applies an event of the inbox, and says so in the inbox. Applying it again changes nothing.
 * @throws TerminalError if it cannot be read or is of another mode than this stage works in, and whatever the stores, the
 *   provider and the capabilities throw.
 */
export async function applyInboxItem(ports: InboxPorts, item: Item): Promise<void> {
  const result = await apply(ports, inboxEvent(item));
  await ports.inbox.save(markApplied(item, result, ports.clock.now()));
}
