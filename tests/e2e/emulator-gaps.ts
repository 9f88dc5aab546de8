import { type MiniStack, region } from "./ministack.ts";

/** The inline policy that every function's role has; see lib/constructs/holdfast-function.ts. */
const policyName = "uses";
const sendAnything = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "ses:SendEmail", Resource: "*" }],
});

/**
 * MiniStack judges SES v2 by neither identity nor address, so a role that may send from one sender only may not send
 * at all. Roles that may send are permitted it here on everything; the others stay as they were deployed.
 */
export async function letSendersSend(ministack: MiniStack): Promise<void> {
  const roles = await iam(ministack, { Action: "ListRoles", MaxItems: "1000" });
  for (const [, RoleName = ""] of roles.matchAll(/<RoleName>(Holdfast-[^<]+)<\/RoleName>/g)) {
    const policies = await iam(ministack, { Action: "ListRolePolicies", RoleName });
    if (!policies.includes(`<member>${policyName}</member>`)) continue;
    const policy = await iam(ministack, { Action: "GetRolePolicy", RoleName, PolicyName: policyName });
    if (!decodeURIComponent(policy).includes("ses:SendEmail")) continue;
    await iam(ministack, { Action: "PutRolePolicy", RoleName, PolicyName: "emulator", PolicyDocument: sendAnything });
  }
}

/** IAM's Query API, answered in XML. */
async function iam({ url }: MiniStack, parameters: Readonly<Record<string, string>>): Promise<string> {
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/iam/aws4_request, SignedHeaders=host, Signature=none`,
    },
    body: new URLSearchParams({ ...parameters, Version: "2010-05-08" }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`IAM's ${parameters["Action"]} answered ${answer.status}: ${text}`);
  return text;
}
