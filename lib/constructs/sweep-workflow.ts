import { join } from "node:path";
import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import { Rule, RuleTargetInput, Schedule } from "aws-cdk-lib/aws-events";
import { SfnStateMachine } from "aws-cdk-lib/aws-events-targets";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import { sweepBoxes } from "../functions.ts";
import type { StageSettings } from "../stage.ts";
import type { Alarms } from "./alarms.ts";
import type { Functions } from "./functions.ts";

const definition = join(import.meta.dirname, "../../workflows/sweep.asl.json");
const interval = Duration.minutes(1);

export interface SweepWorkflowProps {
  readonly stage: StageSettings;
  readonly alarms: Alarms;
  readonly functions: Functions;
}

/** The state machine that brings back, every minute, whatever is due. */
export class SweepWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { stage, alarms, functions }: SweepWorkflowProps) {
    super(scope, id);
    functions.share(this);
    this.stateMachine = this.machine(stage, functions);
    this.everyMinute();
    this.ringThrough(alarms);
  }

  /** Express: a run is over within two minutes, and one that comes twice or is cut off does no harm. */
  private machine(stage: StageSettings, functions: Functions): StateMachine {
    const boxes = sweepBoxes.map((listed) => ({ box: listed.wokenBy.box, handler: functions.make(listed) }));
    const machine = new StateMachine(this, "StateMachine", {
      stateMachineName: `${stage.prefix}-sweep`,
      stateMachineType: StateMachineType.EXPRESS,
      definitionBody: DefinitionBody.fromFile(definition),
      definitionSubstitutions: Object.fromEntries(
        boxes.map(({ box, handler }) => [`${box}FunctionArn`, handler.functionArn]),
      ),
      logs: { destination: this.log(stage), level: LogLevel.ERROR, includeExecutionData: false },
      tracingEnabled: false,
    });
    // A definition from a file grants nothing by itself.
    for (const { handler } of boxes) handler.grantInvokeLatestVersion(machine);
    Validations.of(machine).acknowledge(
      {
        id: "AwsSolutions-SF1",
        reason: "Failures are logged; what each run took up stands in the functions' own log, and 43,200 runs a month.",
      },
      {
        id: "AwsSolutions-SF2",
        reason: "A run is one plan and its drains, each of which says in the log what it did; a trace adds nothing.",
      },
      {
        id: "AwsSolutions-IAM5[Resource::*]",
        reason: "The log delivery actions that Step Functions needs know no narrower resource.",
      },
    );
    return machine;
  }

  /** Nothing repeats a start that failed: the next one is near. */
  private everyMinute(): void {
    const role = new Role(this, "ScheduleRole", { assumedBy: new ServicePrincipal("events.amazonaws.com") });
    this.stateMachine.grantStartExecution(role);
    new Rule(this, "EveryMinute", {
      schedule: Schedule.rate(interval),
      targets: [
        new SfnStateMachine(this.stateMachine, {
          role,
          input: RuleTargetInput.fromObject({}),
          retryAttempts: 0,
          maxEventAge: interval,
        }),
      ],
    });
  }

  private log(stage: StageSettings): LogGroup {
    return new LogGroup(this, "Log", {
      logGroupName: `/aws/vendedlogs/holdfast/${stage.name}/sweep`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  private ringThrough(alarms: Alarms): void {
    const period = Duration.minutes(5);
    alarms.ring(this, {
      name: "sweep-stopped",
      section: "sweep-stopped",
      meaning: "The sweep, which brings back whatever was left undone, has not come to its end for 15 minutes.",
      metric: this.stateMachine.metricSucceeded({ period, statistic: Stats.SUM }),
      threshold: 1,
      rings: "below",
      evaluationPeriods: 3,
    });
    const ends = {
      failed: this.stateMachine.metricFailed({ period }),
      "timed-out": this.stateMachine.metricTimedOut({ period }),
    };
    for (const [end, metric] of Object.entries(ends)) {
      alarms.ring(this, {
        name: `sweeps-${end}`,
        section: "sweep-stopped",
        meaning: `Several sweeps ${end.replace("-", " ")}.`,
        metric,
        threshold: 3,
      });
    }
  }
}
