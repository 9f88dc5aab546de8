import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";

const putSchema = z.object({
  Item: z.record(z.string(), z.record(z.string(), z.unknown())),
  ConditionExpression: z.string(),
  ExpressionAttributeValues: z.optional(z.object({ ":rev": z.object({ N: z.string() }) })),
});
type Attributes = z.infer<typeof putSchema>["Item"];

/**
 * A table of one item whose answers can get lost on the way back, after the write has taken effect: what a time-out
 * between a function and DynamoDB looks like. The client in front of it is the real one, with its own repeats.
 */
export function forgetfulTable() {
  let stored: Attributes | undefined;
  let answersToLose = 0;
  let meanwhile: (() => void) | undefined;
  const handle = async ({ body }: { body?: unknown }) => {
    const answer = put(putSchema.parse(JSON.parse(textOf(body))));
    if (answersToLose-- <= 0) return { response: answer };
    meanwhile?.();
    throw Object.assign(new Error("The answer got lost."), { name: "TimeoutError" });
  };
  function put({ Item, ExpressionAttributeValues }: z.infer<typeof putSchema>) {
    const expected = ExpressionAttributeValues?.[":rev"].N;
    if (stored?.["rev"]?.["N"] !== expected)
      return answerOf(400, {
        __type: "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
        Item: stored,
      });
    stored = Item;
    return answerOf(200, {});
  }
  const requestHandler = { handle };
  return {
    client: new DynamoDBClient({
      requestHandler,
      region: "local",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    }),
    /** The next answers never arrive; after each, `then` happens before the client tries again. */
    loseAnswers: (count: number, then?: () => void) => {
      answersToLose = count;
      meanwhile = then;
    },
    stored: () => stored,
    /** Somebody else's write. */
    overwrite: (item: Attributes) => {
      stored = item;
    },
  };
}

const textOf = (body: unknown) => (body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body));

const answerOf = (statusCode: number, body: object) => ({
  statusCode,
  headers: { "content-type": "application/x-amz-json-1.0" },
  body: new TextEncoder().encode(JSON.stringify(body)),
});
