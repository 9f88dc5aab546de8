import { App, type AppProps, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import type { Policy } from "../functions/policy/policy.ts";
import { DataStack } from "./stacks/data-stack.ts";
import { ServiceStack } from "./stacks/service-stack.ts";
import { stageSettings } from "./stage.ts";

/** One deployment of Holdfast: what must survive, and what runs beside it. cdk-nag checks both. */
export class HoldfastApp extends App {
  readonly data: DataStack;
  readonly service: ServiceStack;

  constructor(policy: Policy, props?: AppProps) {
    super(props);
    const stage = stageSettings(this.node);
    this.data = new DataStack(this, `Holdfast-${stage.name}-Data`, { stage, domain: policy.company.domain });
    this.service = new ServiceStack(this, `Holdfast-${stage.name}-Service`, { stage, data: this.data, policy });
    Validations.of(this).addPlugins(new AwsSolutionsChecks(this));
  }
}
