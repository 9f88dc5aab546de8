import { CfnOutput, Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";

export interface NextStepsProps {
  /** Where events are posted; undefined where none are. */
  readonly webhook:
    | {
        readonly url: string;
        /** Where the endpoint also answers, if it was at another address once. */
        readonly formerUrl: string | undefined;
        readonly secretName: string;
      }
    | undefined;
  /** Whose events come through the event bus; undefined where none do. */
  readonly partnerEventSource: string | undefined;
  readonly providerKeySecretName: string;
  readonly senderAddress: string;
  readonly alarmTopicArn: string;
  readonly releaseFunctionName: string;
  readonly dashboardUrl: string;
}

/** Prints after `cdk deploy` what is left to do, as commands to copy, in the order to do it. */
export function tellNextSteps(scope: Construct, props: NextStepsProps): void {
  const aws = (command: string) => `aws --region ${Stack.of(scope).region} ${command}`;
  const fill = (secret: string, value: string) =>
    aws(`secretsmanager put-secret-value --secret-id ${secret} --secret-string ${value}`);
  const domain = props.senderAddress.slice(props.senderAddress.lastIndexOf("@") + 1);
  const outputs: readonly Output[] = [
    ...webhookSteps(props.webhook, fill),
    ...busStep(props.partnerEventSource, aws),
    ["Step3FillApiKey", fill(props.providerKeySecretName, "rk_live_..."), "With a Stripe key that may write."],
    [
      "Step4VerifySender",
      aws(`sesv2 create-email-identity --email-identity ${domain}`),
      "Then publish the DKIM records it answers with.",
    ],
    [
      "Step5HearAlarms",
      aws(`sns subscribe --topic-arn ${props.alarmTopicArn} --protocol email --notification-endpoint you@${domain}`),
      "For each person on call.",
    ],
    ["Dashboard", props.dashboardUrl, "Everything on one page."],
    [
      "ReleaseCommand",
      aws(
        `lambda invoke --function-name ${props.releaseFunctionName} --cli-binary-format raw-in-base64-out --payload '{"all":true}' /dev/stdout`,
      ),
      "Brings back whatever was parked; see docs/runbook.md#release-parked-items.",
    ],
    ...formerAddress(props.webhook?.formerUrl),
  ];
  for (const [id, value, description] of outputs) new CfnOutput(scope, id, { value, description });
}

type Output = [id: string, value: string, description: string];

const webhookSteps = (webhook: NextStepsProps["webhook"], fill: (secret: string, value: string) => string): Output[] =>
  webhook === undefined
    ? []
    : [
        ["Step1WebhookUrl", webhook.url, "Add this endpoint in Stripe under Developers, Webhooks."],
        ["Step2FillWebhookSecret", fill(webhook.secretName, "whsec_..."), "With the endpoint's signing secret."],
      ];

const busStep = (name: string | undefined, aws: (command: string) => string): Output[] =>
  name === undefined
    ? []
    : [
        [
          "CheckEventBus",
          aws(`events describe-event-bus --name ${name}`),
          "Says whether Stripe's event bus is open; see docs/runbook.md#open-the-event-bus.",
        ],
      ];

const formerAddress = (url: string | undefined): Output[] =>
  url === undefined
    ? []
    : [
        [
          "FormerWebhookUrl",
          url,
          "Answers as well, for deployments older than 0.2.0; see docs/upgrading.md#addresses.",
        ],
      ];
