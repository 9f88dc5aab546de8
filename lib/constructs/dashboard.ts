import { Duration, Stack } from "aws-cdk-lib";
import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  LogQueryWidget,
  MathExpression,
  Metric,
  PeriodOverride,
  Stats,
} from "aws-cdk-lib/aws-cloudwatch";
import type { StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import { drains, sweptKinds } from "../functions.ts";
import type { StageSettings } from "../stage.ts";
import type { Functions } from "./functions.ts";
import { firstCharge, type Journal } from "./journal.ts";

export interface ServiceDashboardProps {
  readonly stage: StageSettings;
  readonly api: HttpApi;
  readonly stateMachine: StateMachine;
  readonly sweep: StateMachine;
  readonly journal: Journal;
  readonly configurationSetName: string;
  readonly functions: Functions;
}

const period = Duration.minutes(5);
const sum = { statistic: Stats.SUM, period };

/** One page, in the order of a failed payment's way: what came in, what is under way, what went out, what went wrong. */
export class ServiceDashboard extends Construct {
  /** Where the page is. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: ServiceDashboardProps) {
    super(scope, id);
    const dashboardName = props.stage.prefix;
    new Dashboard(this, "Dashboard", {
      dashboardName,
      periodOverride: PeriodOverride.AUTO,
      defaultInterval: Duration.days(1),
      widgets: [
        [graph("Requests", requests(props)), graph("Oldest event not yet applied (ms)", waiting(props))],
        [graph("Recovery cases under way", executions(props)), graph("Messages", messages(props))],
        [
          graph(
            "Failures by function",
            props.functions.all.map(([label, made]) => made.metricErrors({ ...sum, label })),
          ),
        ],
        [graph("Longest wait of what is due (s)", due(props).oldestDue), graph("Parked now", due(props).parked)],
        [graph("Sweeps", sweeps(props)), graph("Set aside, failed, given up", props.journal.counts())],
        [
          graph("Renewals that failed at their first charge", [props.journal.failureRate(Duration.days(1))]),
          failing(props),
        ],
        [troubles(props)],
      ],
    });
    this.url = `https://${Stack.of(this).region}.console.aws.amazon.com/cloudwatch/home#dashboards/dashboard/${dashboardName}`;
  }
}

const graph = (title: string, left: IMetric[]): GraphWidget => new GraphWidget({ title, left, width: 12, height: 6 });

const requests = ({ api }: ServiceDashboardProps): IMetric[] => [
  api.metricCount({ ...sum, label: "All" }),
  api.metricClientError({ ...sum, label: "Refused (4xx)" }),
  api.metricServerError({ ...sum, label: "Failed (5xx)" }),
];

const waiting = ({ functions }: ServiceDashboardProps): IMetric[] => [
  functions.named("apply-event").metric("IteratorAge", { statistic: Stats.MAXIMUM, period, label: "Age" }),
];

const executions = ({ stateMachine }: ServiceDashboardProps): IMetric[] => [
  stateMachine.metricStarted({ ...sum, label: "Started" }),
  stateMachine.metricSucceeded({ ...sum, label: "Ended" }),
  new MathExpression({
    expression: "failed + timedOut",
    label: "Failed",
    period,
    usingMetrics: { failed: stateMachine.metricFailed(sum), timedOut: stateMachine.metricTimedOut(sum) },
  }),
];

const due = ({ journal }: ServiceDashboardProps) =>
  journal.gauges(
    sweptKinds.map(({ name }) => name),
    ["inbox", "state"],
  );

const sweeps = ({ sweep, functions }: ServiceDashboardProps): IMetric[] => [
  sweep.metricSucceeded({ ...sum, label: "Ended" }),
  sweep.metricFailed({ ...sum, label: "Failed" }),
  ...drains.map(({ name }) => functions.named(name).metricInvocations({ ...sum, label: name })),
];

const messages = ({ configurationSetName }: ServiceDashboardProps): IMetric[] =>
  ["Send", "Delivery", "Bounce", "Complaint"].map(
    (metricName) =>
      new Metric({
        namespace: "AWS/SES",
        metricName,
        dimensionsMap: { "ses:configuration-set": configurationSetName },
        label: metricName,
        ...sum,
      }),
  );

/** Where they fail: the raw material is one line a charge, kept as long as the log. */
const failing = ({ journal }: ServiceDashboardProps): LogQueryWidget =>
  new LogQueryWidget({
    title: "First charges by day, method, issuer's country, plan and segment",
    logGroupNames: [journal.logGroup.logGroupName],
    queryLines: [
      `filter message.event = "${firstCharge}"`,
      "stats sum(message.charges) as charges, sum(message.failures) as failures by message.day as day, message.method as method, message.country as country, message.plan as plan, message.segment as segment",
      "sort day desc, failures desc",
      "limit 100",
    ],
    width: 12,
    height: 6,
  });

const troubles = ({ journal }: ServiceDashboardProps): LogQueryWidget =>
  new LogQueryWidget({
    title: "Latest warnings and errors",
    logGroupNames: [journal.logGroup.logGroupName],
    queryLines: [
      "fields @timestamp, level, message.event, message.caseId, message.eventId, message.reason",
      'filter level in ["WARN", "ERROR", "FATAL"]',
      "sort @timestamp desc",
      "limit 50",
    ],
    width: 12,
    height: 6,
  });
