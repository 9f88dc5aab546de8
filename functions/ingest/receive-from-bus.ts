import * as z from "zod/mini";
import { RequestError, TerminalError } from "../platform/errors.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Log } from "../platform/ports/log.ts";
import type { Store } from "../platform/ports/store.ts";
import { saveUnlessStale } from "../platform/save-unless-stale.ts";
import { faultsIn } from "../platform/schema-faults.ts";
import type { Envelope } from "../providers/webhook-provider.ts";
import { providerNamed } from "../providers/webhook-providers.ts";
import { accept } from "./inbox.ts";

const deliverySchema = z.object({ detail: z.record(z.string(), z.unknown()) });

/**
 * Takes an event as EventBridge hands it over, which the rule of the provider's own bus vouches for: nobody else may speak
 * there. It lies in the inbox under the same key as one that was posted, so that both ways may be open at once.
 * Whatever is thrown makes Lambda try again and in the end leaves the event in the queue of undelivered ones.
 * @throws TerminalError for what is no event of the provider.
 */
export function createReceiveFromBus({
  provider: name,
  inbox,
  clock,
  log,
}: {
  readonly provider: string;
  readonly inbox: Store;
  readonly clock: Clock;
  readonly log: Log;
}): (delivery: unknown) => Promise<void> {
  return async (delivery) => {
    const rawText = detailOf(delivery);
    const envelope = envelopeOf(name, rawText);
    const item = accept({ provider: name, ...envelope, raw: Buffer.from(rawText) }, clock.now());
    const status = (await saveUnlessStale(inbox, item)) === undefined ? "already accepted" : "accepted";
    log.info("event-received", { provider: name, eventId: envelope.eventId, type: envelope.eventType, status });
  };
}

function detailOf(delivery: unknown): string {
  const parsed = deliverySchema.safeParse(delivery);
  if (parsed.success) return JSON.stringify(parsed.data.detail);
  throw new TerminalError(`The event bus delivered what is no event. ${faultsIn(parsed.error)}`);
}

function envelopeOf(name: string, rawText: string): Envelope {
  const provider = providerNamed(name);
  if (provider === undefined) throw new TerminalError(`Nobody knows how to read events of ${name}.`);
  try {
    return provider.envelope(rawText);
  } catch (error) {
    if (error instanceof RequestError)
      throw new TerminalError(`The event bus delivered what is no event of ${name}. ${error.message}`);
    throw error;
  }
}
