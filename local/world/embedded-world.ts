import type { HttpAnswer, HttpHandler, HttpRequest } from "../../functions/platform/http/http-handler.ts";
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
import type { RenewalHooks, SimulatedStripe } from "../stripe/simulated-stripe.ts";
import { simulatedStripe } from "../stripe/simulated-stripe.ts";
import { type Deployment, deploy } from "./deployment.ts";
import { webhookRequest } from "./http-requests.ts";
import { inboxStream } from "./inbox-stream.ts";
import { learning, outsideReceive } from "./inlets.ts";
import { type Files, filingMailer } from "./mail-view.ts";
import { immortal, type Mortality, mortality } from "./mortality.ts";
import { sandboxSecrets, sandboxWebhookSecret } from "./sandbox-secrets.ts";
import { startStores } from "./stores.ts";
import { sweepActor } from "./sweep-actor.ts";
import { type Tally, tally } from "./tally.ts";
import { watchedStore } from "./watched-store.ts";
import { workflowActor } from "./workflow-actor.ts";
import type { WorldOptions } from "./world-options.ts";

/** Everything there is, wired together. Nothing moves until its actors act. */
export interface EmbeddedWorld {
  readonly clock: VirtualClock;
  /** In the order in which they act when several want to at the same instant. */
  readonly actors: readonly Actor[];
  readonly stripe: SimulatedStripe;
  readonly outbox: Outbox;
  readonly engine: WorkflowEngine;
  readonly tally: Tally;
  readonly mortality: Mortality;
  /** What was known of each mail's customer when it was sent. */
  readonly files: Files;
  readonly state: ReturnType<typeof watchedStore>;
  readonly updatePayment: HttpHandler;
  /** Takes an event that somebody sent over HTTP, verified against the time of this machine. */
  receiveFromOutside(request: HttpRequest): Promise<HttpAnswer>;
  stop(): Promise<void>;
}

/** What a caller sees of a function that died. */
const badGateway: HttpAnswer = { statusCode: 502, headers: {}, body: "" };

/** Builds the world: the engines, the deployment over them, the simulated provider, the people. */
export async function embeddedWorld(options: WorldOptions): Promise<EmbeddedWorld> {
  const { seed, start, policy, publicUrl, deathRate } = options;
  const clock = virtualClock(start);
  const counts = tally();
  const fate = deathRate > 0 ? mortality(randomFor(seed, "deaths"), deathRate) : immortal;
  const stores = await startStores(options.store);
  const state = watchedStore(stores.state, counts.saved);
  const watchedInbox = watchedStore(stores.inbox);

  // The functions call the engines and the engines call the functions; neither does before all of it stands.
  const http =
    (handler: () => HttpHandler): HttpHandler =>
    (request) =>
      fate.invoke(() => handler()(request)).catch(() => badGateway);
  const receive = http(() => functions.receive);
  const updatePayment = http(() => functions.updatePayment);
  const past = impliedPayments();
  const receiveCounted: HttpHandler = async (request) => {
    const answer = await receive(request);
    counts.answered(answer);
    return answer;
  };

  const stripe = simulatedStripe({
    seed,
    clock,
    version: options.version,
    webhookSecret: sandboxWebhookSecret,
    deliver: async (rawBody, signature) => (await receiveCounted(webhookRequest(rawBody, signature))).statusCode,
    habits: options.habits,
    faults: randomFaults(seed, options.stripeFaultRate),
    pagesUrl: publicUrl,
    hooks: counted(
      () => people.hooks,
      () => stripe,
      counts,
    ),
  });
  const mail = outbox({
    seed,
    clock,
    faults: options.mailFaults,
    publish: (event) => fate.invoke(() => functions.recordDelivery(sesEvent(event))),
    deliver: (email) => people.receive(email),
  });
  const stream = inboxStream({
    inbox: watchedInbox,
    clock,
    gatherMs: options.gatherMs,
    apply: (event) => fate.invoke(() => functions.applyEvent(event)),
  });
  const steps = await workflowActor({
    seed,
    clock,
    runTask: (name, input) => counts.step(() => fate.invoke(() => stepNamed(functions, name)(input))),
  });
  const filed = filingMailer(mail.mailer, stores.state);
  const secrets = sandboxSecrets();
  const payments = stripePayments({ providerKey: secrets, fetch: stripe.fetch });
  const functions = deploy({
    inbox: fate.port(stream.inbox),
    state: fate.port(state),
    payments: fate.port(routedPayments(stripe.account.books, payments, past)),
    mailer: fate.port(filed.mailer),
    workflows: fate.port(steps.workflows),
    secrets,
    linkKey: secrets,
    policy,
    clock,
    log: counts.log,
    publicUrl,
  });
  const people = population({
    seed,
    count: options.customers,
    start,
    stripe,
    visitor: visitor(updatePayment),
    portalUrl: `${publicUrl}/update-payment`,
  });
  const replay = replayActor({
    events: options.events,
    clock,
    secret: sandboxWebhookSecret,
    deliver: async (rawBody, signature) =>
      (await learning(receiveCounted, past, policy)(webhookRequest(rawBody, signature))).statusCode,
  });
  const sweep = sweepActor([watchedInbox, state], () => fate.invoke(functions.sweep));
  return {
    clock,
    actors: [stripe.calendar, people, replay, stripe.deliveries, stream, steps, mail, sweep],
    stripe,
    outbox: mail,
    engine: steps.engine,
    tally: counts,
    mortality: fate,
    files: filed.files,
    state,
    updatePayment,
    receiveFromOutside: learning(
      outsideReceive({ inbox: stream.inbox, outsideSecret: options.outsideSecret, log: counts.log }),
      past,
      policy,
    ),
    stop: async () => {
      await steps.engine.stop();
      await stores.stop();
    },
  };
}

function stepNamed({ steps }: Deployment, name: string): (input: unknown) => Promise<unknown> {
  const step = steps.get(name);
  if (step === undefined) throw new RangeError(`No function stands behind the state ${name} of the workflow.`);
  return step;
}

/** The people's hooks, with each renewal charge counted. */
function counted(hooks: () => RenewalHooks, stripe: () => SimulatedStripe, counts: Tally): RenewalHooks {
  return {
    beforeCharge: (invoiceId) => hooks().beforeCharge(invoiceId),
    afterCharge: (invoiceId) => {
      const { attemptCount, status } = known(stripe().account.books.invoices, invoiceId);
      if (attemptCount > 0) counts.renewalCharged(status === "open");
      hooks().afterCharge(invoiceId);
    },
  };
}
