import type { DynamoDBStreamEvent } from "aws-lambda";
import type { Compared } from "../../functions/ingest/compare-with-provider.ts";
import type { HttpAnswer, HttpHandler } from "../../functions/platform/http/http-handler.ts";
import type { ActName, SweepBoxName } from "../../lib/functions.ts";
import type { MailEvent } from "../engine/outbox.ts";
import { sesEvent } from "../engine/ses-event.ts";
import { actBehind, sweepBoxBehind } from "./act-behind.ts";
import type { Deployment } from "./deployment.ts";
import type { Mortality } from "./mortality.ts";
import type { Tally } from "./tally.ts";

/** How the world calls the functions of the deployment: any call may die, and what is of interest is counted. */
export interface Calls {
  readonly receive: HttpHandler;
  readonly updatePayment: HttpHandler;
  readonly applyEvent: (event: DynamoDBStreamEvent) => Promise<void>;
  readonly recordDelivery: (event: MailEvent) => Promise<void>;
  readonly compareWithProvider: () => Promise<Compared>;
  /** Runs the function behind a Task state of the sweep. */
  readonly sweepStep: (state: string, input: unknown) => Promise<unknown>;
  /** Runs the function behind a Task state of the workflow. */
  readonly step: (state: string, input: unknown) => Promise<unknown>;
}

/** What API Gateway answers for a function that died. */
const badGateway: HttpAnswer = { statusCode: 502, headers: {}, body: "" };

/** @param functions looked up at each call: the engines that call stand before the functions do. */
export function callsTo(functions: () => Deployment, { invoke }: Mortality, tally: Tally): Calls {
  const http =
    (handler: (functions: Deployment) => HttpHandler): HttpHandler =>
    (request) =>
      invoke(() => handler(functions())(request)).catch(() => badGateway);
  const receive = http((all) => all.receive);
  return {
    receive: async (request) => {
      const answer = await receive(request);
      tally.answered(answer);
      return answer;
    },
    updatePayment: http((all) => all["update-payment"]),
    applyEvent: (event) => invoke(() => functions()["apply-event"](event)),
    recordDelivery: (event) => invoke(() => functions()["record-delivery"](sesEvent(event))),
    compareWithProvider: () => invoke(() => functions()["compare-with-provider"]({})),
    sweepStep: (state, input) => invoke(() => boxesOf(functions())[sweepBoxBehind(state)](input)),
    step: (state, input) => tally.step(() => invoke(() => actsOf(functions())[actBehind(state)](input))),
  };
}

/** The functions of the workflow, each taking whatever an execution hands it. */
const actsOf = (functions: Deployment): Record<ActName, (input: unknown) => Promise<unknown>> => functions;
const boxesOf = (functions: Deployment): Record<SweepBoxName, (input: unknown) => Promise<unknown>> => functions;
