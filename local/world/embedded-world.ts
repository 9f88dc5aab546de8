import type { HttpAnswer, HttpHandler } from "../../functions/platform/http/http-handler.ts";
import { atItsPace } from "../../functions/providers/paced-payments.ts";
import type { Actor } from "../engine/actor.ts";
import { type Outbox, outbox } from "../engine/outbox.ts";
import { randomFor } from "../engine/random.ts";
import { type VirtualClock, virtualClock } from "../engine/virtual-clock.ts";
import type { WorkflowEngine } from "../engine/workflow-engine.ts";
import { type Population, population } from "../population/population.ts";
import { visitor } from "../population/visitor.ts";
import type { SimulatedStripe } from "../providers/stripe/simulated-stripe.ts";
import type { Witness } from "../replay/witnessed-payments.ts";
import { type Files, filingMailer } from "../views/mail-view.ts";
import { type Calls, callsTo } from "./calls.ts";
import { comparisonActor } from "./comparison-actor.ts";
import { type Deployment, deploy } from "./deployment.ts";
import { inboxStream } from "./inbox-stream.ts";
import { outsideReceive } from "./inlets.ts";
import { immortal, type Mortality, mortality } from "./mortality.ts";
import { type ProviderSide, providerSide } from "./provider-side.ts";
import { sandboxSecrets } from "./sandbox-secrets.ts";
import { startStores } from "./stores.ts";
import { sweepActor } from "./sweep-actor.ts";
import { sweepWorkflow } from "./sweep-workflow.ts";
import { tally as newTally, type Tally } from "./tally.ts";
import { type WatchedStore, watchedStore } from "./watched-store.ts";
import { workflowActor } from "./workflow-actor.ts";
import type { WorldOptions } from "./world-options.ts";

/** Everything there is, wired together. Nothing moves until its actors act. */
export interface EmbeddedWorld {
  readonly clock: VirtualClock;
  /** In the order in which they act when several want to at the same instant. */
  readonly actors: readonly Actor[];
  readonly stripe: SimulatedStripe;
  /** What was asked of the provider. */
  readonly witness: Witness;
  /** What the endpoint answered to replayed events that it did not take. */
  readonly refusals: readonly HttpAnswer[];
  readonly outbox: Outbox;
  readonly engine: WorkflowEngine;
  readonly tally: Tally;
  readonly mortality: Mortality;
  /** What was known of each mail's customer when it was sent. */
  readonly files: Files;
  readonly state: WatchedStore;
  readonly updatePayment: HttpHandler;
  /** Takes an event that somebody sent over HTTP, verified against the time of this machine. */
  readonly receiveFromOutside: HttpHandler;
  stop(): Promise<void>;
}

/** Builds the world: the engines, the deployment over them, the provider, the people. */
export async function embeddedWorld(options: WorldOptions): Promise<EmbeddedWorld> {
  const { seed, start, customers: count, publicUrl, deathRate, outsideSecret } = options;
  const clock = virtualClock(start);
  const tally = newTally();
  const fate = deathRate > 0 ? mortality(randomFor(seed, "deaths"), deathRate) : immortal;
  // The engines call the functions, the functions the engines; neither does before all of it stands.
  const calls = callsTo(() => functions, fate, tally);
  const { receive, updatePayment } = calls;
  const engines = await startEngines(options, { clock, tally, calls, people: () => people });
  const provider = providerSide(options, { clock, tally, receive, people: () => people });
  const { stripe, replay } = provider;
  const { stream, mail, steps, files, state } = engines;
  const functions: Deployment = deploy(groundOf(options, { clock, tally, fate, engines, provider }));
  const comparison = comparisonActor(clock, calls.compareWithProvider);
  const people: Population = population({
    seed,
    count,
    start,
    stripe,
    visitor: visitor(updatePayment),
    portalUrl: `${publicUrl}/update-payment`,
    lives: options.lives,
  });
  return {
    clock,
    actors: [stripe.calendar, people, replay, stripe.deliveries, stream, steps, mail, engines.sweep, comparison],
    stripe,
    witness: provider.witness,
    refusals: provider.refusals,
    outbox: mail,
    engine: steps.engine,
    tally,
    mortality: fate,
    files,
    state,
    updatePayment,
    receiveFromOutside: provider.noting(outsideReceive({ inbox: stream.inbox, outsideSecret, log: tally.log })),
    stop: engines.stop,
  };
}

interface Callers {
  readonly clock: VirtualClock;
  readonly tally: Tally;
  readonly calls: Calls;
  readonly people: () => Population;
}

type Engines = Awaited<ReturnType<typeof startEngines>>;

/** What AWS has in the place of these: DynamoDB and its stream, Step Functions, SES and a schedule. */
async function startEngines(options: WorldOptions, { clock, tally, calls, people }: Callers) {
  const { seed, workflow: definition, gatherMs, mailFaults: faults, mailQuota: quota } = options;
  const stores = await startStores(options.store);
  const inbox = watchedStore(stores.inbox);
  const state = watchedStore(stores.state, tally.saved);
  const steps = await workflowActor({ definition, seed, clock, runTask: calls.step });
  const mail = outbox({
    seed,
    clock,
    faults,
    quota,
    publish: calls.recordDelivery,
    deliver: (email) => people().receive(email),
  });
  return {
    state,
    stream: inboxStream({ inbox, clock, gatherMs, apply: calls.applyEvent }),
    steps,
    mail,
    ...filingMailer(mail.mailer, stores.state),
    sweep: sweepActor([inbox, state], await sweepWorkflow({ seed, start: clock.now(), runTask: calls.sweepStep })),
    stop: async () => {
      await steps.engine.stop();
      await stores.stop();
    },
  };
}

interface Underground {
  readonly clock: VirtualClock;
  readonly tally: Tally;
  readonly fate: Mortality;
  readonly engines: Engines;
  readonly provider: ProviderSide;
}

/** What the functions stand on; each call of it may be the last one a dying function makes. */
function groundOf({ policy, publicUrl }: WorldOptions, { clock, tally, fate, engines, provider }: Underground) {
  const secrets = sandboxSecrets();
  const state = fate.port(engines.state);
  const payments = fate.port(provider.payments);
  // While a function runs the clock stands still: what it would sleep for comes at once.
  const ports = { state, clock, log: tally.log, sleep: async () => {} };
  const ofPages = {
    provider: policy.provider,
    lane: "page",
    count: 2,
    comesBack: false,
    sleepAtMostMs: 60_000,
  } as const;
  return {
    inbox: fate.port(engines.stream.inbox),
    state,
    ...atItsPace(payments, ports, { provider: policy.provider, lane: "work", count: 4, comesBack: true }),
    paymentsOfPages: atItsPace(payments, ports, ofPages).payments,
    records: fate.port(provider.records),
    mailer: fate.port(engines.mailer),
    workflows: fate.port(engines.steps.workflows),
    secrets,
    linkKey: secrets,
    policy,
    clock,
    log: tally.log,
    publicUrl,
  };
}
