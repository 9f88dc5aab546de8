import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";

/** The part of a client's settings that makes it talk to nobody: every request is answered at once with `answer`. */
export function nullTransport(answer: object) {
  const body = new TextEncoder().encode(JSON.stringify(answer));
  const headers = { "content-type": "application/x-amz-json-1.0" };
  const requestHandler: DynamoDBClientConfig["requestHandler"] = {
    handle: async () => ({ response: { statusCode: 200, headers, body } }),
  };
  return { requestHandler, region: "local", credentials: { accessKeyId: "local", secretAccessKey: "local" } };
}
