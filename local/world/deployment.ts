import type { Payments } from "../../functions/billing/payments.ts";
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
import { createApplyEvent } from "../../functions/ingest/apply-event.ts";
import type { InboxPorts } from "../../functions/ingest/apply-inbox-item.ts";
import { createReceive } from "../../functions/ingest/receive.ts";
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
import { createRelease } from "../../functions/sweep/release.ts";
import { createSweep } from "../../functions/sweep/sweep.ts";
import type { FunctionName } from "../../lib/functions.ts";

/** What the functions of a deployment stand on: here embedded engines, in AWS its services. */
export interface Ground {
  readonly inbox: Store;
  readonly state: Store;
  readonly payments: Payments;
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
  return {
    receive: createReceive(ports),
    "apply-event": createApplyEvent(ports),
    release: createRelease(ports),
    "plan-next-step": createPlanNextStep(ports),
    "retry-payment": createRetryPayment(ports),
    notify: createNotify(ports),
    "pause-subscription": createPauseSubscription(ports),
    "resume-subscription": createResumeSubscription(ports),
    "hand-to-person": createHandToPerson(ports),
    "close-case": createCloseCase(ports),
    sweep: createSweep({ ...ports, kinds: dueKinds(ports) }),
    "record-delivery": createRecordDelivery(ports),
    "update-payment": createUpdatePayment(ports),
  } satisfies Deployed;
}

/** Everything that may become due, as the sweep's Lambda function lists it. */
export const dueKinds = (ports: InboxPorts & Omit<Ground, "secrets" | "linkKey" | "publicUrl">): DueKind[] => [
  unappliedEvent(ports),
  settledPayer(ports),
  overdueCase(ports),
  unconfirmedMessage(ports, { dunning: dunningMessages(ports) }),
];
