import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { MathExpression, Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { FilterPattern, type JsonPattern, LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { StageSettings } from "../stage.ts";
import type { Access } from "./access.ts";
import type { AlarmProps, Alarms } from "./alarms.ts";

type LogAlarm = Omit<AlarmProps, "metric"> & {
  readonly event: string;
  /** Other lines that mean the same. */
  readonly orWhere?: readonly JsonPattern[];
  readonly minutes: number;
};

const isEqual = (field: string, value: string): JsonPattern => FilterPattern.stringValue(field, "=", value);

/** Events in the log that somebody must hear of. */
const logAlarms: readonly LogAlarm[] = [
  {
    event: "event-parked",
    name: "events-parked",
    section: "events-parked",
    meaning: "A provider's event could not be applied after several tries and was set aside.",
    threshold: 1,
    minutes: 5,
  },
  {
    event: "event-of-other-mode",
    name: "events-of-other-mode",
    section: "events-of-another-mode",
    meaning: "An event of the other mode, test or live, was posted to this stage and refused.",
    threshold: 1,
    minutes: 15,
  },
  {
    event: "event-missed",
    orWhere: [isEqual("$.message.event", "invoice-not-compared")],
    name: "events-missed",
    section: "events-missed",
    meaning:
      "The daily comparison with the provider found invoices of which no event told, or that it could not compare.",
    threshold: 1,
    minutes: 15,
  },
  {
    event: "comparison-ended",
    name: "comparison-stopped",
    section: "comparison-stopped",
    meaning: "For two days nothing was compared with the provider to its end.",
    threshold: 1,
    minutes: 24 * 60,
    rings: "below",
    evaluationPeriods: 2,
  },
  {
    event: "item-parked",
    name: "items-parked",
    section: "items-parked",
    meaning: "A case or a letter could not be taken up in several tries and was set aside.",
    threshold: 1,
    minutes: 5,
  },
  {
    event: "step-failed",
    orWhere: [isEqual("$.message.event", "sweep-failed")],
    name: "steps-failing",
    section: "steps-failing",
    meaning: "Steps of recovery cases, or of the sweep, failed in every try and were planned around.",
    threshold: 1,
    minutes: 15,
  },
  {
    event: "configuration",
    // Thrown from a function, or reported of one that the workflow or the sweep called.
    orWhere: ["$.message.errorType", "$.message.error"].map((field) => isEqual(field, "ConfigurationError")),
    name: "configuration-missing",
    section: "configuration-missing",
    meaning: "A function found a secret or setting empty or refused.",
    threshold: 1,
    minutes: 5,
  },
  {
    event: "message-given-up",
    orWhere: [isEqual("$.message.event", "legal-notice-refused")],
    name: "messages-given-up",
    section: "messages-given-up",
    meaning:
      "A message the mail service never confirmed, that could not be looked at again, or that the law asks for, was given up.",
    threshold: 1,
    minutes: 15,
  },
  {
    event: "message-refused",
    name: "messages-refused",
    section: "messages-given-up",
    meaning: "SES refused several messages for good.",
    threshold: 3,
    minutes: 15,
  },
  {
    event: "case-overdue",
    name: "cases-overdue",
    section: "cases-overdue",
    meaning: "A recovery case was found untouched long after its time and was woken by the sweep.",
    threshold: 1,
    minutes: 15,
  },
];

/** Signed requests that are refused while none is accepted. One such request may be anybody's; Stripe repeats each. */
const refusedAtLeast = 3;

/** What is told of the first charge of each invoice. */
export const firstCharge = "first-charge";
const chargeFields = ["charges", "failures"] as const;
/** Among fewer, one failure more or less is no trend. */
const chargesAtLeast = 50;

/** A number that a line of the log tells, for each value of another of its fields. */
interface Gauge {
  readonly event: string;
  readonly value: string;
  readonly by: string;
}

/** How long the oldest due item of each kind has been waiting, in seconds; 0 if none is. */
const oldestDue: Gauge = { event: "due-gauge", value: "oldestDueSeconds", by: "kind" };
/** How many items of each table are parked. */
const parkedNow: Gauge = { event: "parked-gauge", value: "parked", by: "table" };

const longestWaitSeconds = 30 * 60;

/**
 * One log group for all functions, so that a case can be followed through them with a single query and each kind
 * of event needs a single metric filter.
 */
export class Journal extends Construct {
  readonly logGroup: LogGroup;
  readonly write: Access;
  private readonly namespace: string;

  constructor(scope: Construct, id: string, stage: StageSettings) {
    super(scope, id);
    this.namespace = `Holdfast/${stage.name}`;
    this.logGroup = new LogGroup(this, "LogGroup", {
      logGroupName: `/holdfast/${stage.name}/functions`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.write = {
      environment: {},
      statements: [
        new PolicyStatement({
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [this.logGroup.logGroupArn],
        }),
      ],
    };
  }

  /** Rings for each of the log's events that somebody must hear of. */
  ringThrough(alarms: Alarms): void {
    for (const { event, orWhere, minutes, ...alarm } of logAlarms) {
      alarms.ring(this, { ...alarm, metric: this.countOf(event, Duration.minutes(minutes)) });
      this.logGroup.addMetricFilter(`Filter-${event}`, {
        filterPattern: FilterPattern.any(isEqual("$.message.event", event), ...(orWhere ?? [])),
        metricNamespace: this.namespace,
        metricName: event,
        metricValue: "1",
        defaultValue: 0,
      });
    }
  }

  /** Rings when a provider's events come and none of them is let in. */
  ringWhenNoneIsLetIn(alarms: Alarms): void {
    for (const event of ["signature-refused", "event-received"]) this.countLines(event);
    alarms.ring(this, {
      name: "signatures-refused",
      section: "signatures-refused",
      meaning:
        "For an hour every event posted here was refused with 401: the signing secret is not that of the provider's endpoint, because it was pasted wrong or rolled since.",
      metric: new MathExpression({
        expression: "IF(FILL(accepted, 0) < 1, FILL(refused, 0), 0)",
        label: "Refused while none was accepted",
        period: Duration.hours(1),
        usingMetrics: {
          refused: this.countOf("signature-refused", Duration.hours(1)),
          accepted: this.countOf("event-received", Duration.hours(1)),
        },
      }),
      threshold: refusedAtLeast,
    });
  }

  /** Counts first charges and those of them that failed, and rings when more fail than this account's own past lets expect. */
  watchFailureRate(alarms: Alarms): void {
    for (const field of chargeFields)
      this.logGroup.addMetricFilter(`Filter-first-${field}`, {
        filterPattern: isEqual("$.message.event", firstCharge),
        metricNamespace: this.namespace,
        metricName: `first-${field}`,
        metricValue: `$.message.${field}`,
      });
    alarms.ringOutOfTrend(this, {
      name: "payments-failing-more",
      section: "payments-failing-more",
      meaning: "In a day more renewals failed at their first charge than this account's own past weeks let expect.",
      metric: this.failureRate(Duration.days(1)),
      deviations: 3,
    });
  }

  /** Percent of first charges that failed; nothing where there are too few to say. */
  failureRate(period: Duration): MathExpression {
    const sum = (field: (typeof chargeFields)[number]) => this.countOf(`first-${field}`, period);
    return new MathExpression({
      expression: `IF(charges >= ${chargesAtLeast}, 100 * failures / charges)`,
      label: "Failed at the first charge (%)",
      period,
      usingMetrics: { charges: sum("charges"), failures: sum("failures") },
    });
  }

  /** Keeps what the sweep tells of all that is due, once a minute, and rings when something has been due for long. */
  gaugeThrough(alarms: Alarms): void {
    const filter = ({ event, value }: Gauge, metricName: string, dimensions?: Record<string, string>) =>
      this.logGroup.addMetricFilter(`Filter-${metricName}`, {
        filterPattern: isEqual("$.message.event", event),
        metricNamespace: this.namespace,
        metricName,
        metricValue: `$.message.${value}`,
        ...(dimensions && { dimensions }),
      });
    for (const gauge of [oldestDue, parkedNow])
      filter(gauge, `${gauge.event}-by-${gauge.by}`, { [gauge.by]: `$.message.${gauge.by}` });
    // An alarm looks at one metric: of all kinds together, the one that waits longest.
    filter(oldestDue, oldestDue.event);
    alarms.ring(this, {
      name: "due-items-waiting",
      section: "due-items-waiting",
      meaning: "Something that is due has been waiting for more than 30 minutes to be taken up.",
      metric: this.gauge(oldestDue.event),
      threshold: longestWaitSeconds,
    });
  }

  /** What is waiting and what is parked, for the dashboard. */
  gauges(
    kinds: readonly string[],
    tables: readonly string[],
  ): { readonly oldestDue: Metric[]; readonly parked: Metric[] } {
    const by = ({ event, by: field }: Gauge, values: readonly string[]) =>
      values.map((value) => this.gauge(`${event}-by-${field}`, { [field]: value }).with({ label: value }));
    return { oldestDue: by(oldestDue, kinds), parked: by(parkedNow, tables) };
  }

  private gauge(metricName: string, dimensionsMap: Record<string, string> = {}): Metric {
    const period = Duration.minutes(5);
    return new Metric({ namespace: this.namespace, metricName, dimensionsMap, statistic: Stats.MAXIMUM, period });
  }

  /** How often each of those events was written, for the dashboard. */
  counts(): Metric[] {
    const events = [...logAlarms.map(({ event }) => event), "signature-refused"];
    return events.map((event) => this.countOf(event, Duration.minutes(5)));
  }

  private countLines(event: string): void {
    this.logGroup.addMetricFilter(`Filter-${event}`, {
      filterPattern: isEqual("$.message.event", event),
      metricNamespace: this.namespace,
      metricName: event,
      metricValue: "1",
      defaultValue: 0,
    });
  }

  private countOf(event: string, period: Duration): Metric {
    return new Metric({ namespace: this.namespace, metricName: event, statistic: Stats.SUM, period });
  }
}
