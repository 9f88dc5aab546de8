import { join } from "node:path";
import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import type { StageSettings } from "../stage.ts";
import type { Access } from "./access.ts";
import type { Alarms } from "./alarms.ts";
import { type FunctionSetting, HoldfastFunction } from "./holdfast-function.ts";

const definition = join(import.meta.dirname, "../../workflows/dunning.asl.json");

/** Less than the 60 seconds each box of the workflow waits, so that a slow function says so itself. */
const actTimeout = Duration.seconds(50);

export interface DunningWorkflowProps extends FunctionSetting {
  readonly state: Access;
  readonly provider: Access;
  /** May send e-mail. */
  readonly mail: Access;
  /** May sign the links in letters, and knows addresses by the same key. */
  readonly linkKey: Access;
  /** Where those links lead. */
  readonly publicUrl: Access;
}

/** The state machine that carries one case from its first failed charge to its end, and the functions behind its boxes. */
export class DunningWorkflow extends Construct {
  readonly stateMachine: StateMachine;
  readonly functions: readonly HoldfastFunction[];
  /** May start an execution. */
  readonly start: Access;

  constructor(scope: Construct, id: string, props: DunningWorkflowProps) {
    super(scope, id);
    const { state, provider, mail, linkKey, publicUrl, ...setting } = props;
    const act = (name: string, file: string, uses: readonly Access[]): [name: string, HoldfastFunction] => [
      name,
      new HoldfastFunction(this, name, {
        ...setting,
        entry: `functions/dunning/acts/${file}.lambda.ts`,
        uses: [state, ...uses],
        timeout: actTimeout,
      }),
    ];
    const acts = [
      act("PlanNextStep", "plan-next-step", []),
      act("RetryPayment", "retry-payment", [provider]),
      act("Notify", "notify", [provider, mail, linkKey, publicUrl]),
      act("PauseSubscription", "pause-subscription", [provider]),
      act("ResumeSubscription", "resume-subscription", [provider]),
      act("HandToPerson", "hand-to-person", [mail, linkKey]),
      act("CloseCase", "close-case", [provider]),
    ];
    this.functions = acts.map(([, handler]) => handler);
    this.stateMachine = this.machine(setting.stage, acts);
    this.start = {
      environment: { DUNNING_STATE_MACHINE_ARN: this.stateMachine.stateMachineArn },
      statements: [
        new PolicyStatement({ actions: ["states:StartExecution"], resources: [this.stateMachine.stateMachineArn] }),
      ],
    };
    this.ringThrough(setting.alarms);
  }

  private machine(stage: StageSettings, acts: readonly [name: string, HoldfastFunction][]): StateMachine {
    const machine = new StateMachine(this, "StateMachine", {
      stateMachineName: `${stage.prefix}-dunning`,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromFile(definition),
      definitionSubstitutions: Object.fromEntries(
        acts.map(([name, handler]) => [`${name}FunctionArn`, handler.functionArn]),
      ),
      logs: { destination: this.log(stage), level: LogLevel.ERROR, includeExecutionData: false },
      tracingEnabled: false,
    });
    // A definition from a file grants nothing by itself.
    for (const [, handler] of acts) handler.grantInvokeLatestVersion(machine);
    Validations.of(machine).acknowledge(
      {
        id: "AwsSolutions-SF1",
        reason:
          "Failures are logged; logging every state of sleeping executions costs more than it tells, and each case keeps its own timeline.",
      },
      {
        id: "AwsSolutions-SF2",
        reason: "An execution sleeps for weeks, and a trace ends after days; the case's timeline shows its whole way.",
      },
      {
        id: "AwsSolutions-IAM5[Resource::*]",
        reason: "The log delivery actions that Step Functions needs know no narrower resource.",
      },
    );
    return machine;
  }

  private log(stage: StageSettings): LogGroup {
    return new LogGroup(this, "Log", {
      logGroupName: `/aws/vendedlogs/holdfast/${stage.name}/dunning`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  private ringThrough(alarms: Alarms): void {
    const period = Duration.minutes(5);
    const ends = {
      failed: this.stateMachine.metricFailed({ period }),
      "timed-out": this.stateMachine.metricTimedOut({ period }),
      stopped: this.stateMachine.metricAborted({ period }),
    };
    for (const [end, metric] of Object.entries(ends)) {
      alarms.ring(this, {
        name: `executions-${end}`,
        section: "executions-failing",
        meaning: `Executions of the dunning workflow ${end.replace("-", " ")}.`,
        metric,
        threshold: 1,
      });
    }
  }
}
