import { Stack, type StackProps } from "aws-cdk-lib";
import { StreamViewType } from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { ItemTable } from "../constructs/item-table.ts";
import { NamedSecret } from "../constructs/named-secret.ts";
import { type CompanyDomain, PublicAddress } from "../constructs/public-address.ts";
import type { StageSettings } from "../stage.ts";

export interface DataStackProps extends StackProps {
  readonly stage: StageSettings;
  /** The company's own name for the public address, if it has one. */
  readonly domain: CompanyDomain | undefined;
}

/** Everything that must survive: the tables, the secrets and the public address. The service can be deleted and deployed again beside it. */
export class DataStack extends Stack {
  readonly inbox: ItemTable;
  readonly state: ItemTable;
  readonly webhookSecret: NamedSecret;
  readonly providerKey: NamedSecret;
  readonly linkKey: NamedSecret;
  readonly address: PublicAddress;

  constructor(scope: Construct, id: string, { stage, domain, ...props }: DataStackProps) {
    super(scope, id, { ...props, terminationProtection: !stage.throwaway });
    const { prefix, throwaway, formerIndex } = stage;
    this.inbox = new ItemTable(this, "Inbox", {
      tableName: `${prefix}-inbox`,
      variable: "INBOX_TABLE",
      throwaway,
      formerIndex,
      stream: StreamViewType.KEYS_ONLY,
    });
    this.state = new ItemTable(this, "State", {
      tableName: `${prefix}-state`,
      variable: "STATE_TABLE",
      throwaway,
      formerIndex,
    });
    this.webhookSecret = new NamedSecret(this, "WebhookSecret", {
      secretName: `${prefix}/stripe-webhook-secret`,
      description:
        "Signing secret of the webhook endpoint in Stripe, whsec_...; two as JSON while rotating, see docs/runbook.md.",
      variable: "WEBHOOK_SECRET_NAME",
      filledBy: "operator",
      throwaway,
    });
    this.providerKey = new NamedSecret(this, "ProviderKey", {
      secretName: `${prefix}/stripe-api-key`,
      description: "Stripe API key (rk_... or sk_...) with which invoices are charged and subscriptions paused.",
      variable: "PROVIDER_KEY_SECRET_NAME",
      filledBy: "operator",
      throwaway,
    });
    this.linkKey = new NamedSecret(this, "LinkKey", {
      secretName: `${prefix}/link-signing-key`,
      description:
        "Signs the links in messages. Generated; replacing it breaks links already sent and forgets who refused or agreed to mail.",
      variable: "LINK_KEY_SECRET_NAME",
      filledBy: "deployment",
      throwaway,
    });
    this.address = new PublicAddress(this, "Address", { stage, domain });
  }
}
