import { providerNames } from "../billing/provider-names.ts";
import { ItemTooLargeError, RequestError } from "../platform/errors.ts";
import { answerErrors } from "../platform/http/answer-errors.ts";
import { type HttpHandler, type HttpRequest, jsonAnswer } from "../platform/http/http-handler.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Log } from "../platform/ports/log.ts";
import type { Secrets } from "../platform/ports/secrets.ts";
import type { Item, Store } from "../platform/ports/store.ts";
import { saveUnlessStale } from "../platform/save-unless-stale.ts";
import type { WebhookProvider } from "../providers/webhook-provider.ts";
import { providerNamed } from "../providers/webhook-providers.ts";
import { accept } from "./inbox.ts";
import { rawBodyOf, textOf } from "./raw-body.ts";
import { refusalOf, type Taken } from "./taken-account.ts";

/**
 * `POST /webhooks/{provider}`: 202 for an event that is now in the inbox, 200 for one that was there already; 4xx names
 * what is wrong. A provider that gets 5xx or no answer sends the event again.
 */
export function createReceive({
  inbox,
  secrets,
  taken,
  clock,
  log,
}: {
  readonly inbox: Store;
  readonly secrets: Secrets;
  /** Whose events are taken; without it, everybody's. */
  readonly taken?: Taken | undefined;
  readonly clock: Clock;
  readonly log: Log;
}): HttpHandler {
  const handle: HttpHandler = async (request) => {
    const provider = providerOf(request);
    if (request.requestContext.http.method !== "POST")
      return jsonAnswer(405, { error: "Events are sent with POST." }, { allow: "POST" });
    checkContentType(request);
    const rawBody = rawBodyOf(request);

    const now = clock.now();
    const signingSecrets = await secrets.webhookSigningSecrets();
    if (!provider.verify({ headers: request.headers, rawBody, secrets: signingSecrets, now })) {
      if (isSigned(request)) log.warn("signature-refused", { provider: provider.name });
      throw new RequestError(401, "The signature is missing or not valid.");
    }

    const envelope = provider.envelope(textOf(rawBody));
    const refusal = refusalOf(envelope.mode, (await taken?.(provider.name)) ?? {});
    if (refusal !== undefined) {
      log.warn("event-of-other-mode", { provider: provider.name, eventId: envelope.eventId, type: envelope.eventType });
      throw new RequestError(403, refusal);
    }
    const item = accept({ provider: provider.name, ...envelope, raw: rawBody }, now);
    const status = (await kept(inbox, item)) === undefined ? "already accepted" : "accepted";
    log.info("event-received", {
      provider: provider.name,
      eventId: envelope.eventId,
      type: envelope.eventType,
      status,
    });
    return jsonAnswer(status === "accepted" ? 202 : 200, { status });
  };
  return answerErrors({ handle, log });
}

/** Whoever tries addresses at random sends no signature; a provider whose secret is not ours does, with every event. */
const isSigned = ({ headers }: HttpRequest): boolean =>
  Object.entries(headers).some(([name, value]) => value && /signature/i.test(name));

/** @throws RequestError 413 if the event does not fit into an item, packed. */
async function kept(inbox: Store, item: Item): Promise<Item | undefined> {
  try {
    return await saveUnlessStale(inbox, item);
  } catch (error) {
    if (!(error instanceof ItemTooLargeError)) throw error;
    throw new RequestError(413, "The body is larger than the 400 KB that are kept of an event, even when compressed.");
  }
}

function providerOf({ pathParameters }: HttpRequest): WebhookProvider {
  const provider = providerNamed(pathParameters?.["provider"] ?? "");
  if (provider) return provider;
  throw new RequestError(404, `No such provider; webhooks of these are taken: ${providerNames.join(", ")}.`);
}

function checkContentType({ headers }: HttpRequest): void {
  const mediaType = headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (mediaType !== "application/json") throw new RequestError(415, "The content type must be application/json.");
}
