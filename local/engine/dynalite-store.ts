import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { dynamoDbStore } from "../../functions/platform/aws/dynamodb-store.ts";
import { tableShape } from "../../functions/platform/aws/table-shape.ts";
import type { Store } from "../../functions/platform/ports/store.ts";

/** Both tables of the product, in DynamoDB's own protocol, inside this process. */
export interface DynaliteStores {
  readonly state: Store;
  readonly inbox: Store;
  /** What both stores go through, for whoever counts what is sent. */
  readonly client: DynamoDBClient;
  stop(): Promise<void>;
}

/** Starts an empty dynalite on a free port of this machine and creates both tables in it, in memory. */
export async function startDynalite(): Promise<DynaliteStores> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = clientOf(server.address());
  await client.send(new CreateTableCommand(tableNamed("state")));
  await client.send(new CreateTableCommand(tableNamed("inbox")));
  return {
    state: dynamoDbStore({ tableName: "state", client }),
    inbox: dynamoDbStore({ tableName: "inbox", client }),
    client,
    stop: async () => {
      client.destroy();
      await new Promise((stopped) => server.close(stopped));
    },
  };
}

function clientOf({ port }: AddressInfo): DynamoDBClient {
  return new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
}

function tableNamed(TableName: string): CreateTableCommandInput {
  const { partitionKey, sortKey, dueIndex } = tableShape;
  const keySchema = (hash: string, range: string): CreateTableCommandInput["KeySchema"] => [
    { AttributeName: hash, KeyType: "HASH" },
    { AttributeName: range, KeyType: "RANGE" },
  ];
  return {
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [partitionKey, sortKey, dueIndex.partitionKey, dueIndex.sortKey].map((AttributeName) => ({
      AttributeName,
      AttributeType: "S",
    })),
    KeySchema: keySchema(partitionKey, sortKey),
    GlobalSecondaryIndexes: [
      {
        IndexName: dueIndex.name,
        KeySchema: keySchema(dueIndex.partitionKey, dueIndex.sortKey),
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ],
  };
}
