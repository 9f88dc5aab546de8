import type { ProviderMode } from "../billing/event-source.ts";
import type { Instant } from "../platform/instant.ts";

/** What an inbox needs to know of an event before anybody reads it. */
export interface Envelope {
  readonly eventId: string;
  readonly eventType: string;
  readonly occurredAt: Instant;
  /** Undefined where the event does not say. */
  readonly mode: ProviderMode | undefined;
}

/** How one provider signs and wraps its events. Reading what they mean is the work of a translator. */
export interface WebhookProvider {
  /** As in the path: `POST /webhooks/<name>`. */
  readonly name: string;
  /** Whether the provider signed these bytes lately. Never says what was wrong. */
  verify(request: {
    /** Names in lower case. */
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly rawBody: Uint8Array;
    readonly secrets: readonly string[];
    readonly now: Instant;
  }): boolean;
  /** @throws RequestError 400 naming what is missing or wrong. */
  envelope(rawText: string): Envelope;
}
