import { CfnOutput, RemovalPolicy, Stack } from "aws-cdk-lib";
import { ApiMapping, DomainName, EndpointType, SecurityPolicy } from "aws-cdk-lib/aws-apigatewayv2";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import type { Construct } from "constructs";
import type { Policy } from "../../functions/policy/policy.ts";
import type { StageSettings } from "../stage.ts";
import { HttpAddress } from "./http-address.ts";

/** A name of the company's own, and the certificate that proves it. */
export type CompanyDomain = NonNullable<Policy["company"]["domain"]>;

export interface PublicAddressProps {
  readonly stage: StageSettings;
  readonly domain: CompanyDomain | undefined;
}

/**
 * The address that webhooks and customers know. It outlives every deployment of what answers there, because a letter
 * sent today is opened in weeks. With a domain of the company's own it has two names, and answers to both.
 */
export class PublicAddress extends HttpAddress {
  /** What links begin with: `https://billing.orbit.example`, or the name that API Gateway gives. */
  readonly publicUrl: string;

  constructor(scope: Construct, id: string, { stage, domain }: PublicAddressProps) {
    super(scope, id, {
      apiName: `${stage.prefix}-public`,
      logGroupName: `/aws/vendedlogs/holdfast/${stage.name}/public`,
      outlivesItsStack: !stage.throwaway,
    });
    // Exported whether imported or not: an export that goes when nobody needs it stops the deployment that still does.
    for (const value of [this.api.apiId, this.api.apiEndpoint]) Stack.of(this).exportValue(value);
    this.publicUrl = domain === undefined ? this.api.apiEndpoint : `https://${domain.name}`;
    if (domain !== undefined) this.answerTo(domain, stage);
  }

  /**
   * The domain is part of its construct's id: another domain is another resource, and the one before it, which letters
   * already sent name, is left in the account and goes on answering until somebody deletes it.
   */
  private answerTo({ name, certificateArn }: CompanyDomain, { throwaway }: StageSettings): void {
    const domainName = new DomainName(this, `Domain-${name}`, {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, `Certificate-${name}`, certificateArn),
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    const mapping = new ApiMapping(this, `Mapping-${name}`, { api: this.api, domainName, stage: this.stage });
    for (const kept of [domainName, mapping])
      kept.applyRemovalPolicy(throwaway ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN);
    new CfnOutput(Stack.of(this), "DnsRecord", {
      value: `${name} CNAME ${domainName.regionalDomainName}`,
      description: `Create this record before you deploy the service, or an alias to the same target (hosted zone ${domainName.regionalHostedZoneId}).`,
    });
  }
}
