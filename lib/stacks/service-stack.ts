import { Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { Policy } from "../../functions/policy/policy.ts";
import type { Access } from "../constructs/access.ts";
import { Alarms } from "../constructs/alarms.ts";
import { ServiceDashboard } from "../constructs/dashboard.ts";
import { DunningWorkflow } from "../constructs/dunning-workflow.ts";
import type { FunctionSetting } from "../constructs/holdfast-function.ts";
import { Ingest } from "../constructs/ingest.ts";
import { Journal } from "../constructs/journal.ts";
import { Mail } from "../constructs/mail.ts";
import { tellNextSteps } from "../constructs/next-steps.ts";
import { Portal } from "../constructs/portal.ts";
import { Sweep } from "../constructs/sweep.ts";
import { WebApi } from "../constructs/web-api.ts";
import type { StageSettings } from "../stage.ts";
import type { DataStack } from "./data-stack.ts";

export interface ServiceStackProps extends StackProps {
  readonly stage: StageSettings;
  readonly data: DataStack;
  readonly policy: Policy;
}

/** Everything that runs. It keeps nothing, so it can be deleted and deployed again at any time. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, { stage, data, policy, ...props }: ServiceStackProps) {
    super(scope, id, props);
    const alarms = new Alarms(this, "Alarms", stage);
    const journal = new Journal(this, "Journal", stage);
    journal.ringThrough(alarms);
    const setting: FunctionSetting = { stage, journal, alarms, policy };

    const webApi = new WebApi(this, "WebApi", { stage, alarms });
    const provider = providerAccess(data, stage);
    const links = [data.linkKey.read, webApi.publicUrl];
    const senderAddress = policy.sender.email;
    const mail = new Mail(this, "Mail", { ...setting, state: data.state.use, senderAddress });
    const dunning = new DunningWorkflow(this, "Dunning", {
      ...setting,
      state: data.state.use,
      provider,
      mail: mail.send,
      links,
    });
    const ingest = new Ingest(this, "Ingest", {
      ...setting,
      inbox: data.inbox,
      state: data.state,
      webhookSecret: data.webhookSecret.read,
      startCases: dunning.start,
      webApi,
    });
    const sweep = new Sweep(this, "Sweep", {
      ...setting,
      uses: [data.inbox.useAndFindDue, data.state.useAndFindDue, dunning.start, provider, mail.send],
    });
    const portal = new Portal(this, "Portal", {
      ...setting,
      uses: [data.state.use, provider, data.linkKey.read],
      webApi,
    });
    const dashboard = new ServiceDashboard(this, "Overview", {
      stage,
      webApi,
      ingest,
      dunning,
      journal,
      configurationSetName: mail.configurationSetName,
      functions: [
        ingest.receive,
        ingest.applyEvent,
        ...dunning.functions,
        sweep.function,
        mail.recordDelivery,
        portal.updatePayment,
      ],
    });

    tellNextSteps(this, {
      webhookUrl: webApi.urlOf("/webhooks/stripe"),
      webhookSecretName: data.webhookSecret.secretName,
      providerKeySecretName: data.providerKey.secretName,
      senderAddress,
      alarmTopicArn: alarms.topic.topicArn,
      releaseFunctionName: ingest.release.functionName,
      dashboardUrl: dashboard.url,
    });
  }
}

/** The provider's key, and where its API is if not at its own address. */
function providerAccess(data: DataStack, stage: StageSettings): Access {
  const { environment, statements } = data.providerKey.read;
  const elsewhere = stage.stripeApiUrl === undefined ? {} : { STRIPE_API_URL: stage.stripeApiUrl };
  return { environment: { ...environment, ...elsewhere }, statements };
}
