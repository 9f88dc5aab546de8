import { join } from "node:path";
import { ArnFormat, Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import { acts } from "../functions.ts";
import type { StageSettings } from "../stage.ts";
import type { Access } from "./access.ts";
import type { Alarms } from "./alarms.ts";
import type { Functions } from "./functions.ts";
import type { HoldfastFunction } from "./holdfast-function.ts";

const definition = join(import.meta.dirname, "../../workflows/dunning.asl.json");

export interface DunningWorkflowProps {
  readonly stage: StageSettings;
  readonly alarms: Alarms;
  readonly functions: Functions;
}

const nameOf = (stage: StageSettings): string => `${stage.prefix}-dunning`;

/**
 * May start an execution. The state machine goes by its name, so that functions may be given this before it stands, those
 * behind its own boxes included.
 */
export function startDunning(scope: Construct, stage: StageSettings): Access {
  const arn = Stack.of(scope).formatArn({
    service: "states",
    resource: "stateMachine",
    resourceName: nameOf(stage),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return {
    environment: { DUNNING_STATE_MACHINE_ARN: arn },
    statements: [new PolicyStatement({ actions: ["states:StartExecution"], resources: [arn] })],
  };
}

/** The state machine that carries one case from its first failed charge to its end. */
export class DunningWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { stage, alarms, functions }: DunningWorkflowProps) {
    super(scope, id);
    functions.share(this);
    this.stateMachine = this.machine(
      stage,
      acts.map((listed) => [listed.wokenBy.box, functions.make(listed)]),
    );
    this.ringThrough(alarms);
  }

  private machine(stage: StageSettings, boxes: readonly (readonly [box: string, HoldfastFunction])[]): StateMachine {
    const machine = new StateMachine(this, "StateMachine", {
      stateMachineName: nameOf(stage),
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromFile(definition),
      definitionSubstitutions: Object.fromEntries(
        boxes.map(([box, handler]) => [`${box}FunctionArn`, handler.functionArn]),
      ),
      logs: { destination: this.log(stage), level: LogLevel.ERROR, includeExecutionData: false },
      tracingEnabled: false,
    });
    // A definition from a file grants nothing by itself.
    for (const [, handler] of boxes) handler.grantInvokeLatestVersion(machine);
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
