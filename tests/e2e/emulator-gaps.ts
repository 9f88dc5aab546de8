import type { MiniStack } from "./ministack.ts";
import { queryApi } from "./query-api.ts";

/**
 * MiniStack passes no key of an item to its judge of permissions, so a role that may touch some partitions of a table may
 * touch all of it there. The condition is held by tests/lib/stacks/permissions.test.ts.
 */
export const beyondConditions: Readonly<Record<string, readonly string[]>> = {
  "inbox.countShards": ["inbox.use", "inbox.put"],
  "state.countShards": ["state.use", "state.readClaim"],
  "state.readClaim": ["state.use", "state.countShards"],
};

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
  const roles = await queryApi(ministack, "iam", { Action: "ListRoles", MaxItems: "1000" });
  for (const [, RoleName = ""] of roles.matchAll(/<RoleName>(Holdfast-[^<]+)<\/RoleName>/g)) {
    const policies = await queryApi(ministack, "iam", { Action: "ListRolePolicies", RoleName });
    if (!policies.includes(`<member>${policyName}</member>`)) continue;
    const policy = await queryApi(ministack, "iam", { Action: "GetRolePolicy", RoleName, PolicyName: policyName });
    if (!decodeURIComponent(policy).includes("ses:SendEmail")) continue;
    await queryApi(ministack, "iam", {
      Action: "PutRolePolicy",
      RoleName,
      PolicyName: "emulator",
      PolicyDocument: sendAnything,
    });
  }
}
