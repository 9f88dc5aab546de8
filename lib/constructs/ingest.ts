import { Duration } from "aws-cdk-lib";
import { HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import { FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import type { Access } from "./access.ts";
import { type FunctionSetting, HoldfastFunction } from "./holdfast-function.ts";
import type { ItemTable } from "./item-table.ts";
import type { WebApi } from "./web-api.ts";

export interface IngestProps extends FunctionSetting {
  readonly inbox: ItemTable;
  readonly state: ItemTable;
  readonly webhookSecret: Access;
  readonly startCases: Access;
  readonly webApi: WebApi;
}

/** From a signed webhook to what we know: accept, keep, apply; and by hand, bring back what was parked, in both tables. */
export class Ingest extends Construct {
  readonly receive: HoldfastFunction;
  readonly applyEvent: HoldfastFunction;
  readonly release: HoldfastFunction;

  constructor(scope: Construct, id: string, props: IngestProps) {
    super(scope, id);
    const { inbox, state, webhookSecret, startCases, webApi, ...setting } = props;
    this.receive = new HoldfastFunction(this, "Receive", {
      ...setting,
      entry: "functions/ingest/receive.lambda.ts",
      uses: [inbox.puts, webhookSecret],
      timeout: Duration.seconds(10),
    });
    // Every method, so that the answer to a wrong one is ours.
    webApi.serve("/webhooks/{provider}", [HttpMethod.ANY], this.receive);
    this.applyEvent = new HoldfastFunction(this, "ApplyEvent", {
      ...setting,
      entry: "functions/ingest/apply-event.lambda.ts",
      uses: [inbox.use, inbox.stream.follow, state.use, startCases],
      timeout: Duration.minutes(1),
    });
    this.follow(inbox, setting);
    this.release = new HoldfastFunction(this, "Replay", {
      ...setting,
      entry: "functions/sweep/release.lambda.ts",
      uses: [inbox.useAndFindDue, state.useAndFindDue],
      timeout: Duration.minutes(5),
    });
  }

  /**
   * New items only: what we write ourselves must not wake us. Few tries and no dead-letter queue, because an event not
   * applied stays due in the inbox and the sweep brings it back.
   */
  private follow(inbox: ItemTable, { alarms }: FunctionSetting): void {
    this.applyEvent.addEventSourceMapping("Inbox", {
      eventSourceArn: inbox.stream.arn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [FilterCriteria.filter({ eventName: FilterRule.isEqual("INSERT") })],
      batchSize: 10,
      parallelizationFactor: 4,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 2,
    });
    alarms.ring(this, {
      name: "events-waiting",
      section: "events-waiting",
      meaning: "Events accepted from the provider wait unusually long to be applied.",
      metric: this.applyEvent.metric("IteratorAge", { statistic: Stats.MAXIMUM, period: Duration.minutes(5) }),
      threshold: Duration.minutes(10).toMilliseconds(),
    });
  }
}
