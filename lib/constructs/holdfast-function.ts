import { dirname, join } from "node:path";
import { Duration, Stack, Validations } from "aws-cdk-lib";
import { PolicyDocument, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from "aws-cdk-lib/aws-lambda";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Policy } from "../../functions/policy/policy.ts";
import type { StageSettings } from "../stage.ts";
import type { Access } from "./access.ts";
import type { Alarms } from "./alarms.ts";
import { bundle } from "./bundling.ts";
import type { Journal } from "./journal.ts";

const projectRoot = join(import.meta.dirname, "../..");

/** What every function of a deployment shares. */
export interface FunctionSetting {
  readonly stage: StageSettings;
  readonly journal: Journal;
  readonly alarms: Alarms;
  readonly policy: Policy;
}

export interface HoldfastFunctionProps extends FunctionSetting {
  /** The wiring file from the project's root: `functions/ingest/receive.lambda.ts`. Its name is the function's. */
  readonly entry: string;
  /** What it may use; nothing else is permitted. */
  readonly uses: readonly Access[];
  readonly timeout: Duration;
  /** For asynchronous invocations: how often the service repeats a failed one. */
  readonly retryAttempts?: number;
  readonly deadLetterQueue?: IQueue;
}

/** A function with a role of its own that permits exactly what its `uses` list. Rings when it fails repeatedly. */
export class HoldfastFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: HoldfastFunctionProps) {
    const { stage, journal, alarms, policy, uses, entry, ...settings } = props;
    const name = functionName(stage, entry);
    const accesses = [journal.write, ...uses];
    const role = new Role(scope, `${id}Role`, {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      inlinePolicies: { uses: new PolicyDocument({ statements: accesses.flatMap(({ statements }) => statements) }) },
    });
    super(scope, id, {
      ...settings,
      functionName: name,
      code: codeOf(scope, join(projectRoot, entry), policy),
      handler: "index.handler",
      role,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      environment: Object.assign({}, ...accesses.map(({ environment }) => environment)),
      logGroup: journal.logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Lambda's own START and REPORT lines are most of what a log costs, and its metrics say the same.
      systemLogLevelV2: SystemLogLevel.WARN,
    });
    for (const { findings } of accesses) Validations.of(role).acknowledge(...(findings ?? []));
    alarms.ring(this, {
      name: `${name.slice(stage.prefix.length + 1)}-failing`,
      section: "functions-failing",
      meaning: `The function ${name} failed several times.`,
      metric: this.metricErrors({ period: Duration.minutes(15) }),
      threshold: 3,
    });
  }
}

/** Commands that deploy nothing (`cdk list`), and tests, ask for no bundles. */
const codeOf = (scope: Construct, file: string, policy: Policy): Code =>
  Code.fromAsset(Stack.of(scope).bundlingRequired ? bundle(file, policy) : dirname(file));

const functionName = (stage: StageSettings, entry: string): string =>
  `${stage.prefix}-${entry.slice(entry.lastIndexOf("/") + 1).replace(/\.lambda\.ts$/, "")}`;
