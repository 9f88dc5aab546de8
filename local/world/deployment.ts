import type { Payments } from "../../functions/billing/payments.ts";
import type { ProviderRecords } from "../../functions/billing/provider-records.ts";
import { createRecordDelivery } from "../../functions/contact/record-delivery.ts";
import { unconfirmedMessage } from "../../functions/contact/unconfirmed-message.ts";
import { createCloseCase } from "../../functions/dunning/acts/close-case.ts";
import { createHandToPerson } from "../../functions/dunning/acts/hand-to-person.ts";
import { createNotify } from "../../functions/dunning/acts/notify.ts";
import { createPauseSubscription } from "../../functions/dunning/acts/pause-subscription.ts";
import { createPlanNextStep } from "../../functions/dunning/acts/plan-next-step.ts";
import { createResumeSubscription } from "../../functions/dunning/acts/resume-subscription.ts";
import { createRetryPayment } from "../../functions/dunning/acts/retry-payment.ts";
import { compose, dunningMessages } from "../../functions/dunning/dunning-messages.ts";
import { dunningReconciler } from "../../functions/dunning/dunning-reconciler.ts";
import { overdueCase } from "../../functions/dunning/overdue-case.ts";
import { standingPause } from "../../functions/dunning/standing-pause.ts";
import { createApplyEvent } from "../../functions/ingest/apply-event.ts";
import type { InboxPorts } from "../../functions/ingest/apply-inbox-item.ts";
import { createCompareWithProvider } from "../../functions/ingest/compare-with-provider.ts";
import { createReceive } from "../../functions/ingest/receive.ts";
import { createReceiveFromBus } from "../../functions/ingest/receive-from-bus.ts";
import { settledPayer } from "../../functions/ingest/settled-payer.ts";
import { unappliedEvent } from "../../functions/ingest/unapplied-event.ts";
import type { DueKind } from "../../functions/platform/due-kind.ts";
import type { Clock } from "../../functions/platform/ports/clock.ts";
import type { Log } from "../../functions/platform/ports/log.ts";
import type { Mailer } from "../../functions/platform/ports/mailer.ts";
import type { LinkKey, Secrets } from "../../functions/platform/ports/secrets.ts";
import type { Store } from "../../functions/platform/ports/store.ts";
import type { Workflows } from "../../functions/platform/ports/workflows.ts";
import type { Policy } from "../../functions/policy/policy.ts";
import { createUpdatePayment } from "../../functions/portal/update-payment.ts";
import type { ProviderTurns } from "../../functions/providers/provider-turns.ts";
import { stripeDashboard } from "../../functions/providers/stripe/api/dashboard.ts";
import { createDrain } from "../../functions/sweep/drain.ts";
import { createPlanSweep } from "../../functions/sweep/plan-sweep.ts";
import { createRelease } from "../../functions/sweep/release.ts";
import { sweptKindsOf } from "../../functions/sweep/swept-kinds.ts";
import { type DrainName, type FunctionName, sweptKinds } from "../../lib/functions.ts";

/** What the functions of a deployment stand on: here embedded engines, in AWS its services. */
export interface Ground {
  readonly inbox: Store;
  readonly state: Store;
  readonly payments: Payments;
  readonly records: ProviderRecords;
  /** Of the process that all acts share here. */
  readonly turns?: ProviderTurns;
  /** For pages, whose customers wait; undefined where all ask alike. */
  readonly paymentsOfPages?: Payments;
  readonly mailer: Mailer;
  readonly workflows: Workflows;
  readonly secrets: Secrets;
  readonly linkKey: LinkKey;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly log: Log;
  readonly publicUrl: string;
}

type Deployed = Readonly<Record<FunctionName, (event: never) => Promise<unknown>>>;

/** Every function of the list, over the same code that the Lambda functions wire. */
export type Deployment = ReturnType<typeof deploy>;

/** Wires the handlers as the `*.lambda.ts` files do: one line for each function of lib/functions.ts. */
export function deploy(ground: Ground) {
  const ports = { ...ground, compose, reconcilers: [dunningReconciler(ground)] };
  const kinds = dueKinds(ports);
  return {
    receive: createReceive(ports),
    "receive-from-bus": createReceiveFromBus({ ...ports, provider: ground.policy.provider.name }),
    "apply-event": createApplyEvent(ports),
    "compare-with-provider": createCompareWithProvider(ports),
    release: createRelease(ports),
    "plan-next-step": createPlanNextStep(ports),
    "retry-payment": createRetryPayment(ports),
    notify: createNotify(ports),
    "pause-subscription": createPauseSubscription(ports),
    "resume-subscription": createResumeSubscription(ports),
    "hand-to-person": createHandToPerson({ ...ports, pagesAtProvider: stripeDashboard(async () => "test") }),
    "close-case": createCloseCase(ports),
    "plan-sweep": createPlanSweep({ ...ports, ...sweptTables(ports) }),
    "drain-inbox": createDrain(ports, kinds["drain-inbox"]),
    "drain-settled": createDrain(ports, kinds["drain-settled"]),
    "drain-cases": createDrain(ports, kinds["drain-cases"]),
    "drain-pauses": createDrain(ports, kinds["drain-pauses"]),
    "drain-messages": createDrain(ports, kinds["drain-messages"]),
    "record-delivery": createRecordDelivery(ports),
    "update-payment": createUpdatePayment({ ...ports, payments: ground.paymentsOfPages ?? ground.payments }),
  } satisfies Deployed;
}

/** Everything that may become due, by the function that takes it up. */
export const dueKinds = (ports: InboxPorts & Omit<Ground, "records" | "secrets" | "linkKey" | "publicUrl">) =>
  ({
    "drain-inbox": unappliedEvent(ports),
    "drain-settled": settledPayer(ports),
    "drain-cases": overdueCase(ports),
    "drain-pauses": standingPause(ports),
    "drain-messages": unconfirmedMessage(ports, { dunning: dunningMessages(ports) }),
  }) satisfies Record<DrainName, DueKind>;

/** The same as the planning of a sweep knows it: from the list that a deployment tells it. */
const sweptTables = ({ inbox, state }: Pick<Ground, "inbox" | "state">) => ({
  tables: { inbox, state },
  kinds: () => sweptKindsOf(JSON.stringify(sweptKinds), { inbox, state }),
});
