import { RemovalPolicy } from "aws-cdk-lib";
import { AccessLogField, AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import { HttpApi, HttpStage, LogGroupLogDestination } from "aws-cdk-lib/aws-apigatewayv2";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";

export interface HttpAddressProps {
  readonly apiName: string;
  readonly logGroupName: string;
  /** Whether the address stays when its stack is deleted. */
  readonly outlivesItsStack: boolean;
}

/** Requests per second in the long run, and at once. Providers repeat what is refused, so this costs time, not events. */
const throttle = { rateLimit: 200, burstLimit: 400 };

/** An address on the web, throttled and with a log that knows no caller. What it answers is for its routes to say. */
export class HttpAddress extends Construct {
  readonly api: HttpApi;
  protected readonly stage: HttpStage;

  constructor(scope: Construct, id: string, { apiName, logGroupName, outlivesItsStack }: HttpAddressProps) {
    super(scope, id);
    this.api = new HttpApi(this, "Api", { apiName, createDefaultStage: false });
    if (outlivesItsStack) this.api.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const accessLog = new LogGroup(this, "AccessLog", {
      logGroupName,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stage = new HttpStage(this, "Stage", {
      httpApi: this.api,
      autoDeploy: true,
      throttle,
      accessLogSettings: { destination: new LogGroupLogDestination(accessLog), format: withoutPersonalData },
    });
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
