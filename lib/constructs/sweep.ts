import { Duration } from "aws-cdk-lib";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { Construct } from "constructs";
import type { Access } from "./access.ts";
import { type FunctionSetting, HoldfastFunction } from "./holdfast-function.ts";

export interface SweepProps extends FunctionSetting {
  readonly uses: readonly Access[];
}

/**
 * Every minute, whatever is due. Its timeout ends it before the next one begins and nothing repeats a failed one, so
 * sweeps do not overlap; reserved concurrency would promise the same, but new accounts have none to reserve.
 */
export class Sweep extends Construct {
  readonly function: HoldfastFunction;

  constructor(scope: Construct, id: string, { uses, ...setting }: SweepProps) {
    super(scope, id);
    this.function = new HoldfastFunction(this, "Function", {
      ...setting,
      entry: "functions/sweep/sweep.lambda.ts",
      uses,
      timeout: Duration.seconds(55),
      retryAttempts: 0,
    });
    new Rule(this, "EveryMinute", {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(this.function, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    });
    setting.alarms.ring(this, {
      name: "sweep-stopped",
      section: "sweep-stopped",
      meaning: "The sweep, which brings back whatever was left undone, has not run for 15 minutes.",
      metric: this.function.metricInvocations({ period: Duration.minutes(5), statistic: Stats.SUM }),
      threshold: 1,
      rings: "below",
      evaluationPeriods: 3,
    });
  }
}
