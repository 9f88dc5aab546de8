import { Stack } from "aws-cdk-lib";
import {
  Alarm,
  AnomalyDetectionAlarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
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
  | "signatures-refused"
  | "payments-failing-more"
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

export interface TrendAlarmProps extends Pick<AlarmProps, "name" | "section" | "meaning" | "metric"> {
  /** How many standard deviations above what is expected it must be. */
  readonly deviations: number;
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

  /** Adds an alarm to `scope` that rings when a metric leaves the band that its own past weeks have taught CloudWatch. */
  ringOutOfTrend(scope: Construct, { name, section, meaning, metric, deviations }: TrendAlarmProps): void {
    if (this.stage.mathAlarms === "drop") return;
    const alarm = new AnomalyDetectionAlarm(scope, `Alarm-${name}`, {
      ...this.named({ name, section, meaning }),
      metric,
      stdDevs: deviations,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_UPPER_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.tell(alarm);
  }

  /** Adds an alarm to `scope` that tells the topic when it rings and when it is over. */
  ring(scope: Construct, props: AlarmProps): void {
    if (this.stage.mathAlarms === "drop" && props.metric instanceof MathExpression) return;
    const below = props.rings === "below";
    const alarm = new Alarm(scope, `Alarm-${props.name}`, {
      ...this.named(props),
      metric: props.metric,
      threshold: props.threshold,
      evaluationPeriods: props.evaluationPeriods ?? 1,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // Silence is good news, except from something that must be heard regularly.
      treatMissingData: below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    this.tell(alarm);
  }

  private named({ name, section, meaning }: Pick<AlarmProps, "name" | "section" | "meaning">) {
    return {
      alarmName: `${this.stage.prefix}-${name}`,
      alarmDescription: `${meaning} What to do: ${this.stage.runbook}#${section}`,
    };
  }

  private tell(alarm: Alarm): void {
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
  }
}
