import { Duration } from "aws-cdk-lib";
import { HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import { Construct } from "constructs";
import type { Access } from "./access.ts";
import { type FunctionSetting, HoldfastFunction } from "./holdfast-function.ts";
import type { WebApi } from "./web-api.ts";

export interface PortalProps extends FunctionSetting {
  readonly uses: readonly Access[];
  readonly webApi: WebApi;
}

/** The page behind the button in every message. */
export class Portal extends Construct {
  readonly updatePayment: HoldfastFunction;

  constructor(scope: Construct, id: string, { uses, webApi, ...setting }: PortalProps) {
    super(scope, id);
    this.updatePayment = new HoldfastFunction(this, "UpdatePayment", {
      ...setting,
      entry: "functions/portal/update-payment.lambda.ts",
      uses: [...uses, webApi.publicUrl],
      timeout: Duration.seconds(20),
    });
    webApi.serve("/update-payment", [HttpMethod.GET, HttpMethod.POST], this.updatePayment);
  }
}
