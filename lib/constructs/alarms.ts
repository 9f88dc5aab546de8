import { Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import type { StageSettings } from "../stage.ts";

/** The section of docs/runbook.md that says what to do. */
export type RunbookSection =
  | "events-parked"
  | "events-of-another-mode"
  | "events-missed"
  | "comparison-stopped"
  | "items-parked"
  | "steps-failing"
  | "configuration-missing"
  | "messages-given-up"
  | "cases-overdue"
  | "executions-failing"
  | "functions-failing"
  | "webhooks-failing"
  | "events-undelivered"
  | "events-waiting"
  | "due-items-waiting"
  | "sweep-stopped"
  | "deliveries-unrecorded"
  | "mail-reputation";

export interface AlarmProps {
  /** The alarm's name without the stage: `events-parked`. */
  readonly name: string;
  readonly section: RunbookSection;
  /** One sentence: what has happened. */
  readonly meaning: string;
  readonly metric: IMetric;
  readonly threshold: number;
  /** `at-least` unless said otherwise. */
  readonly rings?: "at-least" | "below";
  readonly evaluationPeriods?: number;
}

/** Where alarms ring: one topic for all of them, and one way to add another. */
export class Alarms extends Construct {
  readonly topic: Topic;
  private readonly stage: StageSettings;

  constructor(scope: Construct, id: string, stage: StageSettings) {
    super(scope, id);
    this.stage = stage;
    this.topic = new Topic(this, "Topic", { topicName: `${stage.prefix}-alarms`, enforceSSL: true });
    // The policy that enforces TLS replaces the one that would let alarms of the account in.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        actions: ["sns:Publish"],
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    );
  }

  /** Adds an alarm to `scope` that tells the topic when it rings and when it is over. */
  ring(scope: Construct, props: AlarmProps): void {
    const below = props.rings === "below";
    const alarm = new Alarm(scope, `Alarm-${props.name}`, {
      alarmName: `${this.stage.prefix}-${props.name}`,
      alarmDescription: `${props.meaning} What to do: ${this.stage.runbook}#${props.section}`,
      metric: props.metric,
      threshold: props.threshold,
      evaluationPeriods: props.evaluationPeriods ?? 1,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // Silence is good news, except from something that must be heard regularly.
      treatMissingData: below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
  }
}
