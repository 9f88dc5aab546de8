import { Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { Policy } from "../../functions/policy/policy.ts";
import { accessesOf } from "../accesses.ts";
import { Alarms } from "../constructs/alarms.ts";
import { ServiceDashboard } from "../constructs/dashboard.ts";
import { DunningWorkflow, startDunning } from "../constructs/dunning-workflow.ts";
import { type DeadLetters, Functions } from "../constructs/functions.ts";
import type { FunctionSetting } from "../constructs/holdfast-function.ts";
import { Journal } from "../constructs/journal.ts";
import { Mail } from "../constructs/mail.ts";
import { tellNextSteps } from "../constructs/next-steps.ts";
import { ProviderBus } from "../constructs/provider-bus.ts";
import { SweepWorkflow } from "../constructs/sweep-workflow.ts";
import { wake } from "../constructs/wake.ts";
import { WebApi } from "../constructs/web-api.ts";
import { deployedFunctions, isOpen } from "../deployed-functions.ts";
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
    journal.gaugeThrough(alarms);
    journal.ringWhenNoneIsLetIn(alarms);
    journal.watchFailureRate(alarms);
    const webApi = new WebApi(this, "WebApi", { stage, alarms, address: data.address });
    const senderAddress = policy.sender.email;
    const mail = new Mail(this, "Mail", { stage, alarms, senderAddress });

    const bus = this.busOf(policy, { stage, alarms });

    const accesses = accessesOf({ stage, data, sendMail: mail.send, startCases: startDunning(this, stage) });
    const setting: FunctionSetting = { stage, journal, alarms, policy };
    const functions = new Functions(this, { ...setting, accesses, deadLetters: deadLettersOf(mail, bus) });
    functions.share(mail);
    if (bus !== undefined) functions.share(bus);
    const { stateMachine } = new DunningWorkflow(this, "Dunning", { stage, alarms, functions });
    const sweep = new SweepWorkflow(this, "Sweep", { stage, alarms, functions });
    for (const listed of deployedFunctions(policy.provider.eventSource)) {
      const sleeper = { place: functions.placeOf(listed), handler: functions.make(listed), listed };
      wake(sleeper, { webApi, inbox: data.inbox, mail, bus, alarms });
    }
    const { configurationSetName } = mail;
    const machines = { stateMachine, sweep: sweep.stateMachine };
    const seen = { stage, api: data.address.api, functions, ...machines, journal, configurationSetName };
    const dashboard = new ServiceDashboard(this, "Overview", seen);

    const { eventSource, partnerEventSource } = policy.provider;
    tellNextSteps(this, {
      webhook: isOpen(eventSource, "webhook")
        ? {
            url: webApi.urlOf("/webhooks/stripe"),
            formerUrl: webApi.formerUrlOf("/webhooks/stripe"),
            secretName: data.webhookSecret.secretName,
          }
        : undefined,
      partnerEventSource: isOpen(eventSource, "event-bus") ? partnerEventSource : undefined,
      providerKeySecretName: data.providerKey.secretName,
      senderAddress,
      alarmTopicArn: alarms.topic.topicArn,
      releaseFunctionName: functions.named("release").functionName,
      dashboardUrl: dashboard.url,
    });
  }

  private busOf(
    { provider: { eventSource, partnerEventSource } }: Policy,
    setting: Pick<ServiceStackProps, "stage"> & { readonly alarms: Alarms },
  ): ProviderBus | undefined {
    if (!isOpen(eventSource, "event-bus") || partnerEventSource === undefined) return undefined;
    return new ProviderBus(this, "Bus", { ...setting, partnerEventSource });
  }
}

const deadLettersOf = (mail: Mail, bus: ProviderBus | undefined): DeadLetters => ({
  "mail-events": mail.unrecorded,
  "provider-bus": bus?.undelivered,
});
