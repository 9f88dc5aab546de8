import { Duration } from "aws-cdk-lib";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { ListedFunction } from "../functions.ts";
import type { Alarms } from "./alarms.ts";
import type { HoldfastFunction } from "./holdfast-function.ts";
import type { ItemTable } from "./item-table.ts";
import type { Mail } from "./mail.ts";
import type { ProviderBus } from "./provider-bus.ts";
import type { WebApi } from "./web-api.ts";

/** What may call a function. */
export interface Wakers {
  readonly webApi: WebApi;
  readonly inbox: ItemTable;
  readonly mail: Mail;
  /** Undefined where no events come in that way. */
  readonly bus: ProviderBus | undefined;
  readonly alarms: Alarms;
}

/** A function that stands in its place and is not called yet. */
export interface Sleeper {
  readonly place: Construct;
  readonly handler: HoldfastFunction;
  readonly listed: ListedFunction;
}

/** Lets call a function whatever the list says calls it. Workflows and a person's hand bind by themselves. */
export function wake({ place, handler, listed: { wokenBy } }: Sleeper, wakers: Wakers): void {
  switch (wokenBy.kind) {
    case "route":
      wakers.webApi.serve(wokenBy.path, wokenBy.methods, handler);
      break;
    case "inbox-stream":
      follow(place, handler, wakers);
      break;
    case "mail-events":
      wakers.mail.tell(handler);
      break;
    case "provider-bus":
      wakers.bus?.tell(handler);
      break;
    case "schedule":
      repeat(place, handler, wokenBy.everyMinutes);
      break;
    case "workflow":
    case "hand":
      break;
    default:
      wokenBy satisfies never;
  }
}

/** Nothing repeats a call that failed: the next one is near, and goes on where it ended. */
function repeat(place: Construct, handler: HoldfastFunction, everyMinutes: number): void {
  const interval = Duration.minutes(everyMinutes);
  new Rule(place, `${handler.node.id}Schedule`, {
    schedule: Schedule.rate(interval),
    targets: [new LambdaFunction(handler, { retryAttempts: 0, maxEventAge: interval })],
  });
}

/**
 * New items only: what we write ourselves must not wake us. Few tries and no dead-letter queue, because an event not
 * applied stays due in the inbox and the sweep brings it back.
 */
function follow(place: Construct, handler: HoldfastFunction, { inbox, alarms }: Wakers): void {
  handler.addEventSourceMapping("Inbox", {
    eventSourceArn: inbox.stream.arn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    filters: [FilterCriteria.filter({ eventName: FilterRule.isEqual("INSERT") })],
    batchSize: 10,
    parallelizationFactor: 4,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    retryAttempts: 2,
  });
  alarms.ring(place, {
    name: "events-waiting",
    section: "events-waiting",
    meaning: "Events accepted from the provider wait unusually long to be applied.",
    metric: handler.metric("IteratorAge", { statistic: Stats.MAXIMUM, period: Duration.minutes(5) }),
    threshold: Duration.minutes(10).toMilliseconds(),
  });
}
