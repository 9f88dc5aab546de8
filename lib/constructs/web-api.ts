import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { AccessLogField, AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import { HttpApi, type HttpMethod, HttpStage, LogGroupLogDestination } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { StageSettings } from "../stage.ts";
import type { Access } from "./access.ts";
import type { Alarms } from "./alarms.ts";

/** Requests per second in the long run, and at once. Providers repeat what is refused, so this costs time, not events. */
const throttle = { rateLimit: 200, burstLimit: 400 };

/** The one door: webhooks come in, and customers open the pages linked from messages. */
export class WebApi extends Construct {
  readonly api: HttpApi;
  /** Tells a function the address under which customers reach the pages. */
  readonly publicUrl: Access;

  constructor(scope: Construct, id: string, { stage, alarms }: { stage: StageSettings; alarms: Alarms }) {
    super(scope, id);
    this.api = new HttpApi(this, "Api", { apiName: stage.prefix, createDefaultStage: false });
    this.publicUrl = { environment: { PUBLIC_URL: this.api.apiEndpoint }, statements: [] };
    new HttpStage(this, "Stage", {
      httpApi: this.api,
      autoDeploy: true,
      throttle,
      accessLogSettings: { destination: this.accessLog(stage), format: withoutPersonalData },
    });
    alarms.ring(this, {
      name: "webhooks-failing",
      section: "webhooks-failing",
      meaning: "The public endpoint answered requests with a server error.",
      metric: this.api.metricServerError({ period: Duration.minutes(5), statistic: Stats.SUM }),
      threshold: 3,
    });
  }

  /** Routes requests to a function. */
  serve(path: string, methods: HttpMethod[], handler: IFunction): void {
    const routes = this.api.addRoutes({
      path,
      methods,
      integration: new HttpLambdaIntegration(`${path}Handler`, handler),
    });
    for (const route of routes) {
      Validations.of(route).acknowledge({
        id: "AwsSolutions-APIG4",
        reason: "Callers prove themselves to the function: providers by a signature, customers by a signed link.",
      });
    }
  }

  /** The address of a path, for outputs. */
  urlOf(path: string): string {
    return `${this.api.apiEndpoint}${path}`;
  }

  private accessLog(stage: StageSettings): LogGroupLogDestination {
    const logGroup = new LogGroup(this, "AccessLog", {
      logGroupName: `/aws/vendedlogs/holdfast/${stage.name}/access`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return new LogGroupLogDestination(logGroup);
  }
}

/** No address of the caller, and no query string: a link's token stands there. */
const withoutPersonalData = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    time: AccessLogField.contextRequestTime(),
    route: AccessLogField.contextRouteKey(),
    status: AccessLogField.contextStatus(),
    responseBytes: AccessLogField.contextResponseLength(),
    latencyMs: AccessLogField.contextResponseLatency(),
    error: AccessLogField.contextIntegrationErrorMessage(),
  }),
);
