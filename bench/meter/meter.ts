import { ConditionalCheckFailedException, DescribeTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import type { Attributes } from "../../functions/platform/aws/item-attributes.ts";
import { itemBytes } from "./item-bytes.ts";
import { type Change, entryOf, type IndexShape, indexWriteUnits, readUnits, tableWriteUnits } from "./units.ts";

/** What was asked of tables so far, in what DynamoDB charges for. */
export interface Units {
  readonly write: number;
  readonly read: number;
  /** Requests, however large. */
  readonly calls: number;
}

export interface Meter {
  /** Everything since the meter was put on. */
  units(): Units;
  /** The bytes a table is charged storage for: items and index entries, each with 100 more. */
  storedBytes(table: string): number;
}

/** One table as the meter knows it: its indexes, and each item as it was last written. */
interface Metered {
  readonly keys: readonly string[];
  readonly indexes: readonly IndexShape[];
  readonly items: Map<string, Attributes>;
}

const attributes = z.custom<Attributes>((value) => typeof value === "object" && value !== null);
const requestSchema = z.object({
  TableName: z.string(),
  Item: z.optional(attributes),
  Key: z.optional(attributes),
  IndexName: z.optional(z.string()),
  ConsistentRead: z.optional(z.boolean()),
});
type Request = z.infer<typeof requestSchema>;
const answerSchema = z.object({ Item: z.optional(attributes), Items: z.optional(z.array(attributes)) });

const overheadBytes = 100;

export const unitsBetween = (earlier: Units, later: Units): Units => ({
  write: later.write - earlier.write,
  read: later.read - earlier.read,
  calls: later.calls - earlier.calls,
});

/**
 * Puts a meter on a client: whatever is sent through it is counted as DynamoDB would charge for it. What the tables look
 * like is asked of the tables themselves, so that the meter follows when they change.
 * @param tables empty as yet; nobody may write to them past the meter.
 */
export async function meterOn(client: DynamoDBClient, tables: readonly string[]): Promise<Meter> {
  const metered = new Map<string, Metered>();
  for (const table of tables) metered.set(table, await shapeOf(client, table));
  const known = (name: string): Metered => {
    const table = metered.get(name);
    if (table === undefined) throw new RangeError(`The meter knows no table ${name}; name it when it is put on.`);
    return table;
  };
  let units: Units = { write: 0, read: 0, calls: 0 };
  const count = (write: number, read: number) => {
    units = { write: units.write + write, read: units.read + read, calls: units.calls + 1 };
  };
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const request = requestSchema.parse(args.input);
        const table = known(request.TableName);
        try {
          const answer = await next(args);
          count(...chargeOf(commandName, table, request, answer.output));
          return answer;
        } catch (error) {
          if (error instanceof ConditionalCheckFailedException) count(refusalUnits(table, request), 0);
          throw error;
        }
      },
    { name: "meter", step: "initialize" },
  );
  return { units: () => units, storedBytes: (table) => storedBytesOf(known(table)) };
}

async function shapeOf(client: DynamoDBClient, TableName: string): Promise<Metered> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const namesOf = (schema: readonly { readonly AttributeName?: string | undefined }[] = []) =>
    schema.flatMap(({ AttributeName }) => AttributeName ?? []);
  const keys = namesOf(Table?.KeySchema);
  const indexes = (Table?.GlobalSecondaryIndexes ?? []).map(({ IndexName = "", KeySchema, Projection }): IndexShape => {
    const own = namesOf(KeySchema);
    const listed = [...keys, ...own, ...(Projection?.NonKeyAttributes ?? [])];
    return { name: IndexName, keys: own, projects: Projection?.ProjectionType === "ALL" ? "ALL" : listed };
  });
  return { keys, indexes, items: new Map() };
}

/** Write units and read units of a request that was answered; what it wrote is remembered. */
function chargeOf(command: string, table: Metered, request: Request, output: object): [write: number, read: number] {
  const { Item, Items = [] } = answerSchema.parse(output);
  switch (command) {
    case "PutItemCommand":
      return [written(table, placeOf(table, request.Item), request.Item), 0];
    case "DeleteItemCommand":
      return [written(table, placeOf(table, request.Key), undefined), 0];
    case "GetItemCommand":
      return [0, readUnits(Item ? itemBytes(Item) : 0, request.ConsistentRead ?? false)];
    case "QueryCommand":
      return [0, readUnits(bytesRead(table, request, Items), request.ConsistentRead ?? false)];
    default:
      throw new RangeError(`The meter does not know what a ${command} costs; teach it in bench/meter/meter.ts.`);
  }
}

function written(table: Metered, place: string, after: Attributes | undefined): number {
  const change: Change = { before: table.items.get(place), after };
  if (after === undefined) table.items.delete(place);
  else table.items.set(place, after);
  return table.indexes.reduce((sum, index) => sum + indexWriteUnits(change, index), tableWriteUnits(change));
}

function refusalUnits(table: Metered, { Item, Key }: Request): number {
  const there = table.items.get(placeOf(table, Item ?? Key));
  return tableWriteUnits({ before: there, after: there });
}

/** A query is charged for what it reads, whatever of it is answered. */
function bytesRead(table: Metered, { IndexName }: Request, answered: readonly Attributes[]): number {
  const index = table.indexes.find(({ name }) => name === IndexName);
  return answered.reduce((sum, item) => {
    const whole = table.items.get(placeOf(table, item)) ?? item;
    return sum + itemBytes((index && entryOf(whole, index)) ?? whole);
  }, 0);
}

function storedBytesOf({ items, indexes }: Metered): number {
  const bytes = (item: Attributes | undefined) => (item === undefined ? 0 : itemBytes(item) + overheadBytes);
  const withEntries = (item: Attributes) =>
    indexes.reduce((sum, index) => sum + bytes(entryOf(item, index)), bytes(item));
  return [...items.values()].reduce((sum, item) => sum + withEntries(item), 0);
}

const placeOf = ({ keys }: Metered, item: Attributes = {}): string =>
  JSON.stringify(keys.map((name) => item[name]?.S ?? ""));
