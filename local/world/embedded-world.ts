import { translatorOf } from "../../functions/ingest/providers/translators.ts";
import type { HttpAnswer, HttpRequest } from "../../functions/platform/http/http-handler.ts";
import { instantOfMs } from "../../functions/platform/instant.ts";
import { stripePayments } from "../../functions/platform/stripe/stripe-payments.ts";
import type { Actor } from "../actor.ts";
import { type VirtualClock, virtualClock } from "../engine/virtual-clock.ts";
import type { WorkflowEngine } from "../engine/workflow-engine.ts";
import { type Outbox, outbox } from "../outbox.ts";
import { population } from "../population/population.ts";
import { visitor } from "../population/visitor.ts";
import { randomFor } from "../random.ts";
import { impliedPayments } from "../replay/implied-payments.ts";
import { replayActor } from "../replay/replay-actor.ts";
import { routedPayments } from "../replay/routed-payments.ts";
import { sesEvent } from "../ses-event.ts";
import { known } from "../stripe/account.ts";
import { randomFaults } from "../stripe/api/faults.ts";
import { type SimulatedStripe, simulatedStripe } from "../stripe/simulated-stripe.ts";
import { type Deployment, deploy } from "./deployment.ts";
import { webhookRequest } from "./http-requests.ts";
import { inboxStream } from "./inbox-stream.ts";
import { type Files, filingMailer } from "./mail-view.ts";
import { immortal, mortality } from "./mortality.ts";
import { sandboxSecrets, sandboxWebhookSecret } from "./sandbox-secrets.ts";
import { type Stores, startStores } from "./stores.ts";
import { sweepActor } from "./sweep-actor.ts";
import { type Tally, tally } from "./tally.ts";
import { watchedStore } from "./watched-store.ts";
import { workflowActor } from "./workflow-actor.ts";
import type { WorldOptions } from "./world-options.ts";

/** Everything there is, wired together. */
export interface EmbeddedWorld {
  readonly clock: VirtualClock;
  readonly actors: readonly Actor[];
  readonly stripe: SimulatedStripe;
  readonly outbox: Outbox;
  readonly stores: Stores;
  readonly engine: WorkflowEngine;
  readonly tally: Tally;
  /** What was known of each mail's customer when it was sent. */
  readonly files: Files;
  /** The functions as the world calls them: counted, and mortal. */
  readonly functions: Pick<Deployment, "updatePayment">;
  /** Takes an event that somebody outside sent over HTTP, verified against the time of this machine. */
  receiveFromOutside(request: HttpRequest): Promise<HttpAnswer>;
  /** How many function calls died. */
  deaths(): number;
  stop(): Promise<void>;
}
