import type { DynamoDBStreamEvent } from "aws-lambda";
import type { Payments } from "../../functions/billing/payments.ts";
import { unconfirmedMessage } from "../../functions/contact/unconfirmed-message.ts";
import { createCloseCase } from "../../functions/dunning/acts/close-case.ts";
import { createHandToPerson } from "../../functions/dunning/acts/hand-to-person.ts";
import { createNotify } from "../../functions/dunning/acts/notify.ts";
import { createPauseSubscription } from "../../functions/dunning/acts/pause-subscription.ts";
import { createPlanNextStep } from "../../functions/dunning/acts/plan-next-step.ts";
import { createResumeSubscription } from "../../functions/dunning/acts/resume-subscription.ts";
import { createRetryPayment } from "../../functions/dunning/acts/retry-payment.ts";
import { dunningReconciler } from "../../functions/dunning/dunning-reconciler.ts";
import { isLegalNotice, letterStillApplies } from "../../functions/dunning/letter-still-applies.ts";
import { overdueCase } from "../../functions/dunning/overdue-case.ts";
import { createApplyEvent } from "../../functions/ingest/apply-event.ts";
import type { InboxPorts } from "../../functions/ingest/apply-inbox-item.ts";
import { createReceive } from "../../functions/ingest/receive.ts";
import { unappliedEvent } from "../../functions/ingest/unapplied-event.ts";
import { compose } from "../../functions/messages/compose.ts";
import type { Compose } from "../../functions/messages/composer.ts";
import { createRecordDelivery } from "../../functions/messages/record-delivery.ts";
import type { DueKind } from "../../functions/platform/due-kind.ts";
import type { HttpHandler } from "../../functions/platform/http/http-handler.ts";
import type { Clock } from "../../functions/platform/ports/clock.ts";
import type { Log } from "../../functions/platform/ports/log.ts";
import type { Mailer } from "../../functions/platform/ports/mailer.ts";
import type { LinkKey, Secrets } from "../../functions/platform/ports/secrets.ts";
import type { Store } from "../../functions/platform/ports/store.ts";
import type { Workflows } from "../../functions/platform/ports/workflows.ts";
import type { Policy } from "../../functions/policy/policy.ts";
import { createUpdatePayment } from "../../functions/portal/update-payment.ts";
import { createSweep } from "../../functions/sweep/sweep.ts";

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

/** Every function of the deployment, over the same code that the Lambda functions wire. */
export interface Deployment {
  readonly receive: HttpHandler;
  readonly applyEvent: (event: DynamoDBStreamEvent) => Promise<void>;
  readonly sweep: () => Promise<unknown>;
  readonly updatePayment: HttpHandler;
  readonly recordDelivery: (event: unknown) => Promise<void>;
  /** The functions behind the Task states of workflows/dunning.asl.json, by the state's name. */
  readonly steps: ReadonlyMap<string, (input: unknown) => Promise<unknown>>;
}

/** Wires the handlers as the `*.lambda.ts` files do. */
export function deploy(ground: Ground): Deployment {
  const ports = { ...ground, compose, reconcilers: [dunningReconciler(ground)] };
  const notify = createNotify(ports);
  return {
    receive: createReceive(ports),
    applyEvent: createApplyEvent(ports),
    sweep: createSweep({ ...ports, kinds: dueKinds(ports) }),
    updatePayment: createUpdatePayment(ports),
    recordDelivery: createRecordDelivery(ports),
    steps: new Map<string, (input: unknown) => Promise<unknown>>([
      ["PlanNextStep", createPlanNextStep(ports)],
      ["RetryPayment", createRetryPayment(ports)],
      ["Notify", notify],
      ["WarnOfPause", notify],
      ["PauseSubscription", createPauseSubscription(ports)],
      ["ResumeSubscription", createResumeSubscription(ports)],
      ["HandToPerson", createHandToPerson(ports)],
      ["CloseCase", createCloseCase(ports)],
    ]),
  };
}

/** Everything that may become due, as the sweep's Lambda function lists it. */
export const dueKinds = (
  ports: InboxPorts & Omit<Ground, "secrets" | "linkKey" | "publicUrl"> & { readonly compose: Compose },
): DueKind[] => [
  unappliedEvent(ports),
  overdueCase(ports),
  unconfirmedMessage(ports, { stillApplies: (message) => letterStillApplies(ports, message), isLegalNotice }),
];
