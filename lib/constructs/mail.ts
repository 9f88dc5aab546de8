import { ArnFormat, Duration, Stack } from "aws-cdk-lib";
import { Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { EventBus, Rule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { ConfigurationSet, EmailSendingEvent, EventDestination, SuppressionReasons } from "aws-cdk-lib/aws-ses";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { StageSettings } from "../stage.ts";
import type { Access } from "./access.ts";
import type { Alarms } from "./alarms.ts";
import type { HoldfastFunction } from "./holdfast-function.ts";

export interface MailProps {
  readonly stage: StageSettings;
  readonly alarms: Alarms;
  /** The address messages come from. */
  readonly senderAddress: string;
}

/** The way out for e-mail, and the way back for what became of it. */
export class Mail extends Construct {
  /** May send e-mail, from the sender's address only. */
  readonly send: Access;
  readonly configurationSetName: string;
  /** What became of a message and could not be recorded. */
  readonly unrecorded: Queue;

  constructor(scope: Construct, id: string, { senderAddress, ...setting }: MailProps) {
    super(scope, id);
    this.configurationSetName = setting.stage.prefix;
    const configurationSet = new ConfigurationSet(this, "ConfigurationSet", {
      configurationSetName: this.configurationSetName,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    configurationSet.addEventDestination("EventBus", {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, "DefaultBus", "default")),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
      ],
    });
    this.send = this.sendFrom(senderAddress);
    this.unrecorded = new Queue(this, "Unrecorded", {
      queueName: `${setting.stage.prefix}-unrecorded-deliveries`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.ringThrough(setting);
  }

  private sendFrom(address: string): Access {
    const arnOf = (resource: string, resourceName: string) =>
      Stack.of(this).formatArn({ service: "ses", resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
    return {
      environment: { CONFIGURATION_SET: this.configurationSetName },
      statements: [
        new PolicyStatement({ actions: ["ses:GetAccount"], resources: ["*"] }),
        new PolicyStatement({
          actions: ["ses:SendEmail"],
          resources: [
            ...identitiesOf(address).map((identity) => arnOf("identity", identity)),
            arnOf("configuration-set", this.configurationSetName),
          ],
          conditions: { StringEquals: { "ses:FromAddress": address } },
        }),
      ],
      findings: [
        {
          id: "AwsSolutions-IAM5[Resource::*]",
          reason: "How much may be sent is asked of the account, and ses:GetAccount knows no resource to name.",
        },
      ],
    };
  }

  /** Tells a function the events of our own messages only; other senders in the account may publish theirs on the same bus. */
  tell(handler: HoldfastFunction): void {
    new Rule(this, "Events", {
      eventPattern: {
        source: ["aws.ses"],
        detail: { mail: { tags: { "ses:configuration-set": [this.configurationSetName] } } },
      },
      targets: [new LambdaFunction(handler, { deadLetterQueue: this.unrecorded })],
    });
  }

  private ringThrough({ stage, alarms }: Omit<MailProps, "senderAddress">): void {
    alarms.ring(this, {
      name: "deliveries-unrecorded",
      section: "deliveries-unrecorded",
      meaning: "What became of a message could not be recorded and waits in a queue.",
      metric: this.unrecorded.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: Stats.MAXIMUM,
      }),
      threshold: 1,
    });
    for (const { name, metricName, threshold, meaning } of reputation) {
      alarms.ring(this, {
        name,
        section: "mail-reputation",
        meaning,
        metric: new Metric({
          namespace: "AWS/SES",
          metricName,
          dimensionsMap: { "ses:configuration-set": stage.prefix },
          statistic: Stats.MAXIMUM,
          period: Duration.hours(1),
        }),
        threshold,
      });
    }
  }
}

/** SES reviews an account at 5% bounces or 0.1% complaints; these ring before. */
const reputation = [
  {
    name: "bounces-rising",
    metricName: "Reputation.BounceRate",
    threshold: 0.04,
    meaning: "4% of recent messages bounced; SES reviews an account at 5%.",
  },
  {
    name: "complaints-rising",
    metricName: "Reputation.ComplaintRate",
    threshold: 0.0008,
    meaning: "0.08% of recent messages were called spam; SES reviews an account at 0.1%.",
  },
] as const;

/** Every identity that may be verified for an address: itself, its domain and the domains above that. */
export function identitiesOf(address: string): string[] {
  const labels = address.slice(address.lastIndexOf("@") + 1).split(".");
  return [address, ...labels.slice(0, -1).map((_, index) => labels.slice(index).join("."))];
}
