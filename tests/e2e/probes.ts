import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { AccessName } from "../../lib/functions.ts";
import type { RoleCredentials } from "./assumed-role.ts";
import { type MiniStack, region } from "./ministack.ts";

/** Services, called as somebody. */
export interface Caller {
  readonly dynamo: DynamoDBClient;
  readonly secrets: SecretsManagerClient;
  readonly ses: SESv2Client;
  readonly sfn: SFNClient;
  /** Asks for DynamoDB's streams, which have a client of their own that is not installed. */
  readonly listStreams: () => Promise<void>;
}

export function callerOf({ url }: MiniStack, credentials: RoleCredentials): Caller {
  const connection = { endpoint: url, region, credentials, maxAttempts: 1 };
  return {
    dynamo: new DynamoDBClient(connection),
    secrets: new SecretsManagerClient(connection),
    ses: new SESv2Client(connection),
    sfn: new SFNClient(connection),
    listStreams: () => listStreams(connection),
  };
}

/** DynamoDB's client, asked to list tables, asks for streams instead, and signs that as it signs everything. */
async function listStreams(connection: DynamoDBClientConfig): Promise<void> {
  const client = new DynamoDBClient(connection);
  client.middlewareStack.add(
    (next) => (given) => {
      if (hasHeaders(given.request)) given.request.headers["x-amz-target"] = "DynamoDBStreams_20120810.ListStreams";
      return next(given);
    },
    { step: "build", priority: "low" },
  );
  await client.send(new ListTablesCommand({}));
}

const hasHeaders = (request: unknown): request is { readonly headers: Record<string, string> } =>
  typeof request === "object" && request !== null && "headers" in request;

/** Something to ask that changes nothing, or nothing that matters. Resolves if it is permitted. */
export type Probe = (caller: Caller) => Promise<unknown>;

const nowhere = { pk: { S: "probe#nobody" }, sk: { S: "probe" } };
const inbox = "holdfast-test-inbox";
const state = "holdfast-test-state";

const get =
  (TableName: string, Key = nowhere): Probe =>
  ({ dynamo }) =>
    dynamo.send(new GetItemCommand({ TableName, Key }));
const shardCount = { pk: { S: "due-kind#probe" }, sk: { S: "shard-count" } };
/** Writes nothing: the item would have to be there. */
const put =
  (TableName: string): Probe =>
  ({ dynamo }) =>
    dynamo
      .send(new PutItemCommand({ TableName, Item: nowhere, ConditionExpression: "attribute_exists(pk)" }))
      .catch(unless(ConditionalCheckFailedException));
/** Removes nothing: there is nothing. */
const remove =
  (TableName: string): Probe =>
  ({ dynamo }) =>
    dynamo.send(new DeleteItemCommand({ TableName, Key: { pk: { S: "customer#probe" }, sk: { S: "probe" } } }));
const findDue =
  (TableName: string): Probe =>
  ({ dynamo }) =>
    dynamo.send(
      new QueryCommand({
        TableName,
        IndexName: "dueKeys",
        KeyConditionExpression: "dueShard = :shard",
        ExpressionAttributeValues: { ":shard": { S: "probe" } },
      }),
    );
const read =
  (name: string): Probe =>
  ({ secrets }) =>
    secrets.send(new GetSecretValueCommand({ SecretId: `holdfast-test/${name}` }));

/** Whoever is permitted comes as far as this error, and nothing has happened. */
const unless = (expected: abstract new (...values: never[]) => Error) => (error: unknown) => {
  if (!(error instanceof expected)) throw error;
};

const probedAddress = "probe@nobody.example";

/** For each access that a function may be given: what it permits, and what is refused without it. */
export const accessProbes: Readonly<Record<Exclude<AccessName, "publicUrl" | "sweptKinds">, Probe>> = {
  "inbox.put": put(inbox),
  "inbox.use": get(inbox),
  "inbox.findDue": findDue(inbox),
  "inbox.countShards": get(inbox, shardCount),
  "inbox.follow": ({ listStreams: ask }) => ask(),
  "state.use": get(state),
  "state.remove": remove(state),
  "state.findDue": findDue(state),
  "state.countShards": get(state, shardCount),
  "state.readClaim": get(state, { pk: { S: "provider#stripe" }, sk: { S: "account" } }),
  webhookSecret: read("stripe-webhook-secret"),
  providerKey: read("stripe-api-key"),
  linkKey: read("link-signing-key"),
  sendMail: ({ ses }) =>
    ses.send(
      new SendEmailCommand({
        FromEmailAddress: "billing@mail.orbit.example",
        Destination: { ToAddresses: [probedAddress] },
        ConfigurationSetName: "holdfast-test",
        Content: { Simple: { Subject: { Data: "Probe" }, Body: { Text: { Data: "Probe" } } } },
      }),
    ),
  // The execution finds no case and ends.
  startCases: ({ sfn }) =>
    sfn
      .send(
        new StartExecutionCommand({
          stateMachineArn: `arn:aws:states:${region}:000000000000:stateMachine:holdfast-test-dunning`,
          name: "probe",
          input: JSON.stringify({ customerId: "probe", caseId: "probe", epoch: 1 }),
        }),
      )
      .catch(unless(ExecutionAlreadyExists)),
};

/** What no function may do, whatever it is given. */
export const forbiddenProbes: Readonly<Record<string, Probe>> = {
  "read a whole table": ({ dynamo }) => dynamo.send(new ScanCommand({ TableName: state, Limit: 1 })),
  "delete an event": ({ dynamo }) => dynamo.send(new DeleteItemCommand({ TableName: inbox, Key: nowhere })),
  "replace a secret": ({ secrets }) =>
    secrets
      .send(new PutSecretValueCommand({ SecretId: "holdfast-test/nobody", SecretString: "probe" }))
      .catch(unless(ResourceNotFoundException)),
};
