import type { DynamoDBStreamEvent } from "aws-lambda";
import { createCloseCase } from "../../functions/dunning/close-case.ts";
import { createHandToPerson } from "../../functions/dunning/hand-to-person.ts";
import { createNotify } from "../../functions/dunning/notify.ts";
import { createPauseSubscription } from "../../functions/dunning/pause-subscription.ts";
import { createPlanNextStep } from "../../functions/dunning/plan-next-step.ts";
import { createResumeSubscription } from "../../functions/dunning/resume-subscription.ts";
import { createRetryPayment } from "../../functions/dunning/retry-payment.ts";
import { createApplyEvent } from "../../functions/ingest/apply-event.ts";
import { translatorOf } from "../../functions/ingest/providers/translators.ts";
import { createReceive } from "../../functions/ingest/receive.ts";
import { createRecordDelivery } from "../../functions/messages/record-delivery.ts";
import { RetryableError } from "../../functions/platform/errors.ts";
import type { HttpHandler } from "../../functions/platform/http/http-handler.ts";
import type { Clock } from "../../functions/platform/ports/clock.ts";
import type { Log } from "../../functions/platform/ports/log.ts";
import type { Mailer } from "../../functions/platform/ports/mailer.ts";
import type { Payments } from "../../functions/platform/ports/payments.ts";
import type { LinkKey, Secrets } from "../../functions/platform/ports/secrets.ts";
import type { Store } from "../../functions/platform/ports/store.ts";
import type { Workflows } from "../../functions/platform/ports/workflows.ts";
import type { Policy } from "../../functions/policy/policy.ts";
import { createUpdatePayment } from "../../functions/portal/update-payment.ts";
import { createSweep } from "../../functions/schedule/sweep.ts";
import type { Mortality } from "./mortality.ts";

/** What the functions of a deployment stand on. */
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
  readonly mortality: Mortality;
}
