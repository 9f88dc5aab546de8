import { Duration, Validations } from "aws-cdk-lib";
import { type HttpApi, HttpMethod, HttpRoute, HttpRouteKey } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import type { StageSettings } from "../stage.ts";
import type { AlarmProps, Alarms } from "./alarms.ts";
import { HttpAddress } from "./http-address.ts";
import type { PublicAddress } from "./public-address.ts";

export interface WebApiProps {
  readonly stage: StageSettings;
  readonly alarms: Alarms;
  readonly address: PublicAddress;
}

/** The one door: webhooks come in, and customers open the pages linked from messages. */
export class WebApi extends Construct {
  /**
   * Up to version 0.1.0 the address stood here, in the stack of what answers. Letters that were sent then lead to it, so it
   * answers as well until the operator drops it. `Default` adds nothing to the ids by which CloudFormation knows it.
   */
  private readonly former: HttpAddress | undefined;
  private readonly address: PublicAddress;

  constructor(scope: Construct, id: string, { stage, alarms, address }: WebApiProps) {
    super(scope, id);
    this.address = address;
    alarms.ring(this, failing("webhooks-failing", "The public endpoint", address.api));
    if (stage.formerAddress === "drop") return;
    this.former = new HttpAddress(this, "Default", {
      apiName: stage.prefix,
      logGroupName: `/aws/vendedlogs/holdfast/${stage.name}/access`,
      outlivesItsStack: false,
    });
    alarms.ring(this, failing("former-address-failing", "The endpoint's former address", this.former.api));
  }

  /** Routes requests to a function. */
  serve(path: `/${string}`, methods: readonly (keyof typeof HttpMethod)[], handler: IFunction): void {
    const named = methods.map((method) => HttpMethod[method]);
    const routes = named.map((method) => this.route(method, path, handler));
    const integration = new HttpLambdaIntegration(`${path}Handler`, handler);
    const former = this.former?.api.addRoutes({ path, methods: named, integration }) ?? [];
    for (const route of [...routes, ...former]) {
      Validations.of(route).acknowledge({
        id: "AwsSolutions-APIG4",
        reason: "Callers prove themselves to the function: providers by a signature, customers by a signed link.",
      });
    }
  }

  /** The address of a path, for outputs. */
  urlOf(path: string): string {
    return `${this.address.publicUrl}${path}`;
  }

  /** The same at the former address, while there is one. */
  formerUrlOf(path: string): string | undefined {
    return this.former === undefined ? undefined : `${this.former.api.apiEndpoint}${path}`;
  }

  /** The route stands here, with the function it needs, and not with its address, which must not need the function. */
  private route(method: HttpMethod, path: `/${string}`, handler: IFunction): HttpRoute {
    return new HttpRoute(this, `Route ${method} ${path}`, {
      httpApi: this.address.api,
      routeKey: HttpRouteKey.with(path, method),
      integration: new HttpLambdaIntegration("Handler", handler),
    });
  }
}

const failing = (name: "webhooks-failing" | "former-address-failing", what: string, api: HttpApi): AlarmProps => ({
  name,
  section: "webhooks-failing",
  meaning: `${what} answered requests with a server error.`,
  metric: api.metricServerError({ period: Duration.minutes(5), statistic: Stats.SUM }),
  threshold: 3,
});
