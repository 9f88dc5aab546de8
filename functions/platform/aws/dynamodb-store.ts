import { randomUUID } from "node:crypto";
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from "@aws-sdk/client-dynamodb";
import { ItemTooLargeError, StaleRevisionError } from "../errors.ts";
import type { DueEntry, Item, Key, Store } from "../ports/store.ts";
import { type Attributes, itemOf, packedAttributesOf } from "./item-attributes.ts";
import { requestHandler, serviceFailure } from "./service-failure.ts";
import { tableShape } from "./table-shape.ts";

const { partitionKey, sortKey, dueIndex } = tableShape;

let sharedClient: DynamoDBClient | undefined;
const ownClient = () => {
  sharedClient ??= new DynamoDBClient({ requestHandler });
  return sharedClient;
};

/**
 * A table of `tableShape` as a store. Besides what the port says, every method throws RetryableError when DynamoDB
 * does not answer or throttles, and `save` throws ItemTooLargeError for an item over 400 KB, its bytes packed.
 * @param client defaults to one for the whole function.
 */
export function dynamoDbStore({
  tableName,
  client = ownClient(),
}: {
  tableName: string;
  client?: DynamoDBClient;
}): Store {
  const pages = (input: Omit<QueryCommandInput, "TableName">, limit = Number.POSITIVE_INFINITY) =>
    queryPages(client, { TableName: tableName, ...input }, limit);
  return {
    load: async (key) => {
      const command = new GetItemCommand({ TableName: tableName, Key: keyAttributes(key), ConsistentRead: true });
      const { Item } = await answered(() => client.send(command), `Loading ${placeOf(key)}`);
      return Item && itemOf(Item);
    },
    save: (item) => put(client, tableName, item),
    remove: (key, rev) => remove(client, tableName, key, rev),
    query: async (pk, prefix = "") => {
      const begins = prefix === "" ? "" : ` AND begins_with(${sortKey}, :prefix)`;
      const found = await pages({
        KeyConditionExpression: `${partitionKey} = :pk${begins}`,
        ExpressionAttributeValues: { ":pk": { S: pk }, ...(prefix === "" ? {} : { ":prefix": { S: prefix } }) },
        ConsistentRead: true,
      });
      return found.map(itemOf);
    },
    due: async (shard, until, limit, after) => {
      const input = {
        IndexName: dueIndex.name,
        ExclusiveStartKey: after && indexKeyAttributes(shard, after),
        KeyConditionExpression: `${dueIndex.partitionKey} = :shard AND ${dueIndex.sortKey} <= :until`,
        ExpressionAttributeValues: { ":shard": { S: shard }, ":until": { S: until } },
      };
      return (await pages(input, limit)).map(dueEntryOf);
    },
  };
}

/**
 * One conditional put. When an answer is lost, the SDK sends the same put again and it meets our own first write:
 * the token stored with the item tells that from somebody else's write. If somebody else has saved on top of ours
 * meanwhile, StaleRevisionError is the truth: the item changed, load it again.
 */
async function put(client: DynamoDBClient, tableName: string, item: Item): Promise<Item> {
  const saved = { ...item, rev: item.rev + 1 };
  const writeToken = { S: randomUUID() };
  const condition =
    item.rev === 0
      ? { ConditionExpression: `attribute_not_exists(${partitionKey})` }
      : { ConditionExpression: "rev = :rev", ExpressionAttributeValues: { ":rev": { N: String(item.rev) } } };
  const command = new PutItemCommand({
    TableName: tableName,
    Item: { ...packedAttributesOf(saved), writeToken },
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    ...condition,
  });
  try {
    await client.send(command);
  } catch (error) {
    const isOwnWrite =
      error instanceof ConditionalCheckFailedException && error.Item?.["writeToken"]?.S === writeToken.S;
    if (!isOwnWrite) throw saveFailure(error, item);
  }
  return saved;
}

/** One conditional deletion. When an answer is lost, the SDK's repeat finds nothing, which is what was asked for. */
async function remove(client: DynamoDBClient, tableName: string, key: Key, rev: number): Promise<void> {
  const command = new DeleteItemCommand({
    TableName: tableName,
    Key: keyAttributes(key),
    ConditionExpression: `attribute_not_exists(${partitionKey}) OR rev = :rev`,
    ExpressionAttributeValues: { ":rev": { N: String(rev) } },
  });
  try {
    await client.send(command);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) throw staleAt(key, rev);
    throw serviceFailure(error, `Removing ${placeOf(key)}`);
  }
}

const staleAt = (key: Key, rev: number): StaleRevisionError =>
  new StaleRevisionError(`${placeOf(key)} is no longer at revision ${rev}; load it again and decide again.`);

function saveFailure(error: unknown, item: Item): unknown {
  if (error instanceof ConditionalCheckFailedException) return staleAt(item, item.rev);
  if (error instanceof Error && error.name === "ValidationException" && error.message.includes("Item size"))
    return new ItemTooLargeError(`${placeOf(item)} is larger than the 400 KB an item may hold; it was not saved.`);
  return serviceFailure(error, `Saving ${placeOf(item)}`);
}

async function queryPages(client: DynamoDBClient, input: QueryCommandInput, limit: number): Promise<Attributes[]> {
  const items: Attributes[] = [];
  let start = input.ExclusiveStartKey;
  do {
    const page = { ExclusiveStartKey: start, ...(Number.isFinite(limit) ? { Limit: limit - items.length } : {}) };
    const command = new QueryCommand({ ...input, ...page });
    const { Items = [], LastEvaluatedKey } = await answered(() => client.send(command), `Querying ${input.TableName}`);
    items.push(...Items);
    start = LastEvaluatedKey;
  } while (start && items.length < limit);
  return items;
}

async function answered<T>(call: () => Promise<T>, doing: string): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw serviceFailure(error, doing);
  }
}

/** Every entry of the index has all three. */
const dueEntryOf = ({ [partitionKey]: pk, [sortKey]: sk, [dueIndex.sortKey]: at }: Attributes): DueEntry => ({
  pk: pk?.S ?? "",
  sk: sk?.S ?? "",
  at: at?.S ?? "",
});

/** Where an entry of the index stands, or has stood. */
const indexKeyAttributes = (shard: string, entry: DueEntry): Attributes => ({
  ...keyAttributes(entry),
  [dueIndex.partitionKey]: { S: shard },
  [dueIndex.sortKey]: { S: entry.at },
});

const keyAttributes = ({ pk, sk }: Key) => ({ [partitionKey]: { S: pk }, [sortKey]: { S: sk } });
const placeOf = ({ pk, sk }: Key) => `Item ${pk} / ${sk}`;
