import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CreateEmailIdentityCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { ListStateMachinesCommand, paginateListExecutions, SFNClient } from "@aws-sdk/client-sfn";
import * as z from "zod/mini";
import { type DunningCase, dunningCaseSchema } from "../../functions/dunning/case.ts";
import { type Message, messageSchema } from "../../functions/messages/message.ts";
import { itemOf } from "../../functions/platform/aws/item-attributes.ts";
import type { Item } from "../../functions/platform/ports/store.ts";
import { type MiniStack, region } from "./ministack.ts";

const mailSchema = z.object({
  MessageId: z.string(),
  Source: z.string(),
  To: z.array(z.string()),
  Subject: z.string(),
  BodyText: z.string(),
  BodyHtml: z.string(),
  /** Seconds since 1970. */
  Timestamp: z.number(),
});
export type Mail = z.infer<typeof mailSchema>;
const mailboxSchema = z.object({ messages: z.record(z.string(), z.array(mailSchema)) });

/** The account as its operator sees it. */
export interface Account {
  fillSecret(name: string, value: string): Promise<void>;
  verifySender(domain: string): Promise<void>;
  /** Calls a deployed function by hand. */
  invoke(functionName: string, payload: unknown): Promise<unknown>;
  cases(): Promise<DunningCase[]>;
  messages(): Promise<Message[]>;
  /** Every event that was accepted. */
  inbox(): Promise<Item[]>;
  /** Every e-mail SES took, oldest first. */
  mails(): Promise<Mail[]>;
  /** Of a state machine, by the name of its workflow. */
  executions(workflow: "dunning" | "sweep"): Promise<{ readonly name: string; readonly status: string }[]>;
}

export function accountOf({ url }: MiniStack): Account {
  const connection = { endpoint: url, region, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  const dynamo = new DynamoDBClient(connection);
  const secrets = new SecretsManagerClient(connection);
  const ses = new SESv2Client(connection);
  const sfn = new SFNClient(connection);
  const items = async (table: string): Promise<Item[]> => {
    const found: Item[] = [];
    for await (const { Items = [] } of paginateScan({ client: dynamo }, { TableName: `holdfast-test-${table}` }))
      found.push(...Items.map(itemOf));
    return found;
  };
  const bodies = async (kind: string) =>
    (await items("state")).filter((item) => item.kind === kind).map(({ body }) => body);
  return {
    fillSecret: async (name, value) => {
      await secrets.send(new PutSecretValueCommand({ SecretId: name, SecretString: value }));
    },
    verifySender: async (domain) => {
      await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: domain }));
    },
    invoke: (functionName, payload) => invoke(url, functionName, payload),
    cases: async () => (await bodies("dunning")).map((body) => dunningCaseSchema.parse(body)),
    messages: async () => (await bodies("message")).map((body) => messageSchema.parse(body)),
    inbox: async () => (await items("inbox")).filter(({ kind }) => kind === "inbox"),
    mails: async () => {
      const answer = await fetch(`${url}/_ministack/ses/messages`);
      const { messages } = mailboxSchema.parse(await answer.json());
      return Object.values(messages)
        .flat()
        .sort((one, other) => one.Timestamp - other.Timestamp);
    },
    executions: (workflow) => listExecutions(sfn, workflow),
  };
}

async function listExecutions(sfn: SFNClient, workflow: string) {
  const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
  const stateMachineArn = stateMachines.find(({ name }) => name === `holdfast-test-${workflow}`)?.stateMachineArn;
  const found: { name: string; status: string }[] = [];
  for await (const { executions = [] } of paginateListExecutions({ client: sfn }, { stateMachineArn }))
    found.push(...executions.map(({ name = "", status = "" }) => ({ name, status })));
  return found;
}

/** Lambda's Invoke API without its SDK: MiniStack reads who calls and does not check the signature. */
async function invoke(url: string, functionName: string, payload: unknown): Promise<unknown> {
  const scope = `test/20260101/${region}/lambda/aws4_request`;
  const answer = await fetch(`${url}/2015-03-31/functions/${functionName}/invocations`, {
    method: "POST",
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none` },
    body: JSON.stringify(payload),
  });
  const text = await answer.text();
  if (!answer.ok || answer.headers.has("x-amz-function-error"))
    throw new Error(`Invoking ${functionName} answered ${answer.status}: ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}
