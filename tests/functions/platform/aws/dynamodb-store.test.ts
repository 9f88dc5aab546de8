import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  InternalServerError,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { dynamoDbStore } from "../../../../functions/platform/aws/dynamodb-store.ts";
import { RetryableError, StaleRevisionError } from "../../../../functions/platform/errors.ts";
import { forgetfulTable } from "./forgetful-table.ts";

const item = { pk: "customer-1", sk: "case-1", rev: 0, kind: "case", body: { mark: "mine" } };

describe("an answer that gets lost after the write took effect", () => {
  it("is no failure: the repeat recognises its own write", async () => {
    const table = forgetfulTable();
    const store = dynamoDbStore({ tableName: "state", client: table.client });
    table.loseAnswers(2);
    const created = await store.save(item);
    expect(created.rev).toBe(1);
    table.loseAnswers(1);
    expect((await store.save(created)).rev).toBe(2);
    expect(table.stored()?.["rev"]).toEqual({ N: "2" });
  });

  it("does not make a success of somebody else's equal write", async () => {
    const table = forgetfulTable();
    const store = dynamoDbStore({ tableName: "state", client: table.client });
    await store.save(item);
    await expect(store.save(item)).rejects.toBeInstanceOf(StaleRevisionError);
  });

  it("is stale when somebody else has saved on top of it by then", async () => {
    const table = forgetfulTable();
    const store = dynamoDbStore({ tableName: "state", client: table.client });
    table.loseAnswers(1, () => table.overwrite({ ...table.stored(), rev: { N: "2" }, writeToken: { S: "theirs" } }));
    await expect(store.save(item)).rejects.toBeInstanceOf(StaleRevisionError);
  });

  it("may be repeated later when no repeat got an answer either", async () => {
    const table = forgetfulTable();
    const store = dynamoDbStore({ tableName: "state", client: table.client });
    table.loseAnswers(100);
    await expect(store.save(item)).rejects.toBeInstanceOf(RetryableError);
    table.loseAnswers(0);
    await expect(store.save(item)).rejects.toBeInstanceOf(StaleRevisionError);
  });
});

const about = { $metadata: {}, message: "slow down" };
const networkError = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });

describe("what DynamoDB answers", () => {
  const client = new DynamoDBClient({ region: "local" });
  const mock = mockClient(client);
  const store = dynamoDbStore({ tableName: "state", client });
  beforeEach(() => mock.reset());

  it.each([
    ["throttling", new ProvisionedThroughputExceededException(about)],
    ["a server error", new InternalServerError({ ...about, $metadata: { httpStatusCode: 500 } })],
    ["no connection", networkError],
  ])("means try again later: %s", async (_, error) => {
    mock.rejects(error);
    await expect(store.load(item)).rejects.toBeInstanceOf(RetryableError);
    await expect(store.save(item)).rejects.toBeInstanceOf(RetryableError);
    await expect(store.query("customer-1")).rejects.toBeInstanceOf(RetryableError);
    await expect(store.due("case#1", "2026-01-05T00:00:00.000Z", 5)).rejects.toBeInstanceOf(RetryableError);
  });

  it("is passed on when it is none of these", async () => {
    const denied = Object.assign(new Error("not authorised"), { name: "AccessDeniedException" });
    mock.rejects(denied);
    await expect(store.save(item)).rejects.toBe(denied);
  });

  it("is stale without the other's item too, as some emulators answer", async () => {
    mock.on(PutItemCommand).rejects(new ConditionalCheckFailedException(about));
    await expect(store.save(item)).rejects.toThrow("Item customer-1 / case-1 is no longer at revision 0");
  });

  it("never holds a body of another shape", async () => {
    mock.on(GetItemCommand).resolves({ Item: { pk: { S: "customer-1" }, sk: { S: "case-1" }, rev: { S: "one" } } });
    await expect(store.load(item)).rejects.toThrow("rev");
  });

  it("is asked for strongly consistent reads of a partition, page by page", async () => {
    const stored = { pk: { S: "p" }, sk: { S: "1" }, rev: { N: "1" }, kind: { S: "case" }, body: { M: {} } };
    mock
      .on(QueryCommand)
      .resolvesOnce({ Items: [stored], LastEvaluatedKey: { pk: { S: "p" } } })
      .resolvesOnce({ Items: [], LastEvaluatedKey: { pk: { S: "q" } } })
      .resolves({ Items: [{ ...stored, sk: { S: "2" } }] });
    expect((await store.query("p")).map(({ sk }) => sk)).toEqual(["1", "2"]);
    const inputs = mock.commandCalls(QueryCommand).map(({ args }) => args[0].input);
    expect(inputs.map(({ ConsistentRead }) => ConsistentRead)).toEqual([true, true, true]);
    expect(inputs.map(({ ExclusiveStartKey }) => ExclusiveStartKey?.["pk"]?.S)).toEqual([undefined, "p", "q"]);
  });

  it("is asked for no more due items than fit", async () => {
    const stored = { pk: { S: "p" }, sk: { S: "1" }, rev: { N: "1" }, kind: { S: "case" }, body: { M: {} } };
    mock.on(QueryCommand).resolves({ Items: [stored, stored], LastEvaluatedKey: { pk: { S: "p" } } });
    expect(await store.due("case#1", "2026-01-05T00:00:00.000Z", 4)).toHaveLength(4);
    expect(mock.commandCalls(QueryCommand).map(({ args }) => args[0].input.Limit)).toEqual([4, 2]);
  });
});
