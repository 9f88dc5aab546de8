import * as z from "zod/mini";
import { type MiniStack, region } from "./ministack.ts";
import { elementIn, queryApi } from "./query-api.ts";

/** Keys with which a program is what a function is. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    { Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" },
  ],
});

/**
 * Lets this program be what the function is. That changes who may take the role, which Lambda alone may as it is deployed,
 * and nothing of what the role permits.
 */
export async function assumeRoleOf(ministack: MiniStack, functionName: string): Promise<RoleCredentials> {
  const roleArn = await roleArnOf(ministack, functionName);
  const RoleName = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  await queryApi(ministack, "iam", { Action: "UpdateAssumeRolePolicy", RoleName, PolicyDocument: trust });
  const answer = await queryApi(ministack, "sts", {
    Action: "AssumeRole",
    RoleArn: roleArn,
    RoleSessionName: "probe",
  });
  return {
    accessKeyId: elementIn(answer, "AccessKeyId"),
    secretAccessKey: elementIn(answer, "SecretAccessKey"),
    sessionToken: elementIn(answer, "SessionToken"),
  };
}

const configurationSchema = z.object({ Role: z.string() });

async function roleArnOf({ url }: MiniStack, functionName: string): Promise<string> {
  const scope = `test/20260101/${region}/lambda/aws4_request`;
  const answer = await fetch(`${url}/2015-03-31/functions/${functionName}/configuration`, {
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none` },
  });
  if (!answer.ok) throw new Error(`${functionName} is not there: ${answer.status} ${await answer.text()}`);
  return configurationSchema.parse(await answer.json()).Role;
}
