import type { Payments } from "../../functions/billing/payments.ts";
import type { ProviderRecords } from "../../functions/billing/provider-records.ts";
import type { HttpAnswer, HttpHandler } from "../../functions/platform/http/http-handler.ts";
import type { Clock } from "../../functions/platform/ports/clock.ts";
import { stripePayments } from "../../functions/providers/stripe/api/stripe-payments.ts";
import { stripeRecords } from "../../functions/providers/stripe/api/stripe-records.ts";
import type { Actor } from "../engine/actor.ts";
import type { Population } from "../population/population.ts";
import { known } from "../providers/stripe/account.ts";
import { randomFaults } from "../providers/stripe/api/faults.ts";
import type { Deliver } from "../providers/stripe/deliveries.ts";
import { type SimulatedStripe, simulatedStripe } from "../providers/stripe/simulated-stripe.ts";
import { impliedPayments } from "../replay/implied-payments.ts";
import { replayActor } from "../replay/replay-actor.ts";
import { routedPayments } from "../replay/routed-payments.ts";
import { scriptedPayments } from "../replay/scripted-payments.ts";
import { type Witness, witnessedPayments } from "../replay/witnessed-payments.ts";
import { webhookRequest } from "./http-requests.ts";
import { learning } from "./inlets.ts";
import { sandboxSecrets, sandboxWebhookSecret } from "./sandbox-secrets.ts";
import type { Tally } from "./tally.ts";
import type { WorldOptions } from "./world-options.ts";

/** The payment provider: the simulated one, and the one whose exported or forwarded events are all that is known. */
export interface ProviderSide {
  readonly stripe: SimulatedStripe;
  readonly replay: Actor;
  /** The real adapter over whichever of the two knows the object. */
  readonly payments: Payments;
  /** What either has. */
  readonly records: ProviderRecords;
  /** What was asked of either. */
  readonly witness: Witness;
  /** What the endpoint answered to replayed events that it did not take. */
  readonly refusals: readonly HttpAnswer[];
  /** Lets the past take note of what `receive` accepts. */
  noting(receive: HttpHandler): HttpHandler;
}

interface Around {
  readonly clock: Clock;
  readonly tally: Tally;
  readonly receive: HttpHandler;
  /** Looked up at each renewal: people come into a world in which their provider already stands. */
  readonly people: () => Population;
}

export function providerSide(options: WorldOptions, around: Around): ProviderSide {
  const { events, answers } = options;
  const { clock, receive } = around;
  const past = impliedPayments(clock, events);
  const refusals: HttpAnswer[] = [];
  const noting = (handler: HttpHandler) => learning(handler, past);
  const stripe = stripeOf(options, around);
  const overApi = stripePayments({ providerKey: sandboxSecrets(), fetch: stripe.fetch });
  const overRecords = stripeRecords({ providerKey: sandboxSecrets(), fetch: stripe.fetch });
  const { payments, witness } = witnessedPayments(
    routedPayments(stripe.account.books, overApi, scriptedPayments(past, answers, clock)),
    clock,
  );
  return {
    stripe,
    records: {
      ...overRecords,
      // What a thin event of an export leaves out, only the export's other events can tell.
      read: async (reference) => past.asSent(reference.id) ?? overRecords.read(reference),
    },
    replay: replayActor({
      events,
      clock,
      secret: sandboxWebhookSecret,
      deliver: posting(tellingOfRefusals(receive, refusals)),
    }),
    payments,
    witness,
    refusals,
    noting,
  };
}

function stripeOf(options: WorldOptions, { clock, tally, receive, people }: Around): SimulatedStripe {
  const { seed, version, habits } = options;
  const stripe: SimulatedStripe = simulatedStripe({
    seed,
    clock,
    version,
    webhookSecret: sandboxWebhookSecret,
    deliver: posting(receive),
    habits,
    faults: randomFaults(seed, options.stripeFaultRate),
    pagesUrl: options.publicUrl,
    hooks: {
      beforeCharge: (invoiceId) => people().hooks.beforeCharge(invoiceId),
      afterCharge: (invoiceId) => {
        const { attemptCount, status } = known(stripe.account.books.invoices, invoiceId);
        if (attemptCount > 0) tally.renewalCharged(status === "open");
        people().hooks.afterCharge(invoiceId);
      },
    },
  });
  return stripe;
}

const tellingOfRefusals =
  (receive: HttpHandler, refusals: HttpAnswer[]): HttpHandler =>
  async (request) => {
    const answer = await receive(request);
    if (answer.statusCode >= 300) refusals.push(answer);
    return answer;
  };

/** Posts events to the endpoint as Stripe does. */
const posting =
  (receive: HttpHandler): Deliver =>
  async (rawBody, signature) =>
    (await receive(webhookRequest(rawBody, signature))).statusCode;
