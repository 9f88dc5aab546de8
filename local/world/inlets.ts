import { rawBodyOf, textOf } from "../../functions/ingest/raw-body.ts";
import { createReceive } from "../../functions/ingest/receive.ts";
import { systemClock } from "../../functions/platform/aws/system-clock.ts";
import type { HttpHandler } from "../../functions/platform/http/http-handler.ts";
import type { Log } from "../../functions/platform/ports/log.ts";
import type { Store } from "../../functions/platform/ports/store.ts";
import type { ImpliedPayments } from "../replay/implied-payments.ts";
import { sandboxSecrets } from "./sandbox-secrets.ts";

/** The webhook endpoint for events that come over HTTP: their signatures carry the time of the world outside. */
export function outsideReceive({
  inbox,
  outsideSecret,
  log,
}: {
  readonly inbox: Store;
  readonly outsideSecret: string | undefined;
  readonly log: Log;
}): HttpHandler {
  const secrets = outsideSecret === undefined ? sandboxSecrets() : sandboxSecrets(outsideSecret);
  return createReceive({ inbox, secrets, clock: systemClock, log });
}

/** Lets `past` take note of each event that `receive` accepted: what it says is all that is known of its provider. */
export const learning =
  (receive: HttpHandler, past: ImpliedPayments): HttpHandler =>
  async (request) => {
    const answer = await receive(request);
    if (answer.statusCode < 300) past.learn(JSON.parse(textOf(rawBodyOf(request))));
    return answer;
  };
