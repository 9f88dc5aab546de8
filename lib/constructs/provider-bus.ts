import { Duration } from "aws-cdk-lib";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import { EventBus, Rule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { StageSettings } from "../stage.ts";
import type { Alarms } from "./alarms.ts";
import type { HoldfastFunction } from "./holdfast-function.ts";

export interface ProviderBusProps {
  readonly stage: StageSettings;
  readonly alarms: Alarms;
  /** The partner event source, by whose name its bus goes as well. */
  readonly partnerEventSource: string;
}

/** EventBridge gives an event up after a day in any case. */
const triedFor = Duration.hours(24);
const triesAtMost = 185;

/**
 * The provider's own way into the account: a partner event bus, on which nobody but the provider can speak. The operator
 * associates it once (docs/runbook.md#open-the-event-bus); it is no resource of ours and outlives every deployment.
 */
export class ProviderBus extends Construct {
  /** Events that nobody could take in a day of tries. */
  readonly undelivered: Queue;
  private readonly busName: string;
  private readonly source: string;

  constructor(scope: Construct, id: string, { stage, alarms, partnerEventSource }: ProviderBusProps) {
    super(scope, id);
    this.busName = stage.eventBus ?? partnerEventSource;
    this.source = stage.eventBusSource ?? partnerEventSource;
    this.undelivered = new Queue(this, "Undelivered", {
      queueName: `${stage.prefix}-undelivered-events`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    alarms.ring(this, {
      name: "events-undelivered",
      section: "events-undelivered",
      meaning: "An event of the provider came through the event bus, could not be taken and waits in a queue.",
      metric: this.undelivered.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: Stats.MAXIMUM,
      }),
      threshold: 1,
    });
  }

  /** Everything the provider sends, as it sends it: what it means is for the inbox's readers to say. */
  tell(handler: HoldfastFunction): void {
    new Rule(this, "Events", {
      eventBus: EventBus.fromEventBusName(this, "Bus", this.busName),
      eventPattern: { source: [this.source] },
      targets: [
        new LambdaFunction(handler, {
          deadLetterQueue: this.undelivered,
          maxEventAge: triedFor,
          retryAttempts: triesAtMost,
        }),
      ],
    });
  }
}
