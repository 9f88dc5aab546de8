import { expect, test } from "vitest";
import * as z from "zod/mini";
import { customerPartition } from "../../../functions/billing/customer-partition.ts";
import { claimKey } from "../../../functions/ingest/taken-account.ts";
import { shardCountKey } from "../../../functions/sweep/shard-count.ts";
import { identitiesOf } from "../../../lib/constructs/mail.ts";
import { bothWays, propertiesOf, synthesise } from "../synthesise.ts";

const { service } = synthesise({ stage: "prod" }, bothWays);

const oneOrMany = <T extends z.ZodMiniType>(item: T) =>
  z.pipe(
    z.union([item, z.array(item)]),
    z.transform((value) => (Array.isArray(value) ? value : [value])),
  );
const statement = z.object({
  Effect: z.literal("Allow"),
  Condition: z.optional(z.unknown()),
  Action: oneOrMany(z.string()),
  Resource: oneOrMany(z.unknown()),
});
const document = z.object({ Statement: z.array(statement) });
const role = z.looseObject({ Policies: z.optional(z.array(z.object({ PolicyDocument: document }))) });
const attachedPolicy = z.looseObject({ PolicyDocument: document, Roles: z.array(z.object({ Ref: z.string() })) });
const lambda = z.looseObject({
  FunctionName: z.string(),
  Role: z.object({ "Fn::GetAtt": z.tuple([z.string(), z.literal("Arn")]) }),
});

/** What a resource is, in words, by whatever part of its ARN or logical id says so. The most telling part comes first. */
const places: readonly (readonly [part: string, word: string])[] = [
  ["/index/due", "index"],
  ["StreamArn", "stream"],
  ["stripe-webhook-secret-??????", "webhook secret"],
  ["stripe-api-key-??????", "provider key"],
  ["link-signing-key-??????", "link key"],
  ["SweepStateMachine", "sweep"],
  ["Inbox", "inbox"],
  ["State", "state"],
  ["JournalLogGroup", "log"],
  ["identity/", "sender"],
  ["configuration-set/", "sender"],
  ["Unrecorded", "dead letters"],
  ["Undelivered", "undelivered events"],
];

function wordFor(resource: unknown): string {
  const text = JSON.stringify(resource);
  if (text === '"*"') return "everything";
  if (text.includes("stateMachine:holdfast-prod-dunning")) return "workflow";
  const found = places.find(([part]) => text.includes(part))?.[1] ?? text;
  return found === "index" ? `${text.includes("Inbox") ? "inbox" : "state"} index` : found;
}

/** Every action a role permits and on what: `dynamodb:PutItem inbox`. */
function permitsOf(roleId: string): string[] {
  const inline = propertiesOf(service, "AWS::IAM::Role", role).get(roleId)?.Policies ?? [];
  const attached = [...propertiesOf(service, "AWS::IAM::Policy", attachedPolicy).values()].filter(({ Roles }) =>
    Roles.some(({ Ref }) => Ref === roleId),
  );
  const permits = [...inline, ...attached]
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((item) => `${action} ${wordFor(item)}`)),
    );
  return [...new Set(permits)].filter((permit) => !permit.startsWith("logs:")).sort();
}

const permits = Object.fromEntries(
  [...propertiesOf(service, "AWS::Lambda::Function", lambda).values()].map(({ FunctionName, Role }) => [
    FunctionName,
    permitsOf(Role["Fn::GetAtt"][0]),
  ]),
);

const all = (...groups: string[][]) => groups.flat().sort();
const table = (name: string) => ["GetItem", "PutItem", "Query"].map((action) => `dynamodb:${action} ${name}`);
const counts = (name: string) => ["GetItem", "PutItem"].map((action) => `dynamodb:${action} ${name}`);
const remove = (name: string) => [`dynamodb:DeleteItem ${name}`];
const due = (name: string) => [`dynamodb:Query ${name} index`];
const secret = (name: string) => [`secretsmanager:GetSecretValue ${name}`];
const start = ["states:StartExecution workflow"];
const mail = ["ses:GetAccount everything", "ses:SendEmail sender"];
const stream = [
  "dynamodb:DescribeStream stream",
  "dynamodb:GetRecords stream",
  "dynamodb:GetShardIterator stream",
  "dynamodb:ListStreams everything",
];

test("each function may do what it does, and nothing else", () => {
  expect(permits).toEqual({
    "holdfast-prod-receive": all(["dynamodb:PutItem inbox", "dynamodb:GetItem state"], secret("webhook secret")),
    "holdfast-prod-receive-from-bus": ["dynamodb:PutItem inbox", "sqs:SendMessage undelivered events"],
    "holdfast-prod-apply-event": all(
      ...[table("inbox"), table("state"), remove("state"), stream, start],
      secret("provider key"),
    ),
    "holdfast-prod-compare-with-provider": all(["dynamodb:PutItem inbox"], table("state"), secret("provider key")),
    "holdfast-prod-release": all(table("inbox"), due("inbox"), table("state"), due("state")),
    "holdfast-prod-plan-sweep": all(counts("inbox"), due("inbox"), counts("state"), due("state")),
    "holdfast-prod-drain-inbox": all(
      ...[table("inbox"), due("inbox"), table("state"), remove("state"), start],
      secret("provider key"),
    ),
    "holdfast-prod-drain-settled": all(table("state"), due("state"), remove("state")),
    "holdfast-prod-drain-cases": all(table("state"), due("state"), start),
    "holdfast-prod-drain-pauses": all(table("state"), due("state"), secret("provider key"), start),
    "holdfast-prod-drain-messages": all(table("state"), due("state"), secret("provider key"), mail),
    "holdfast-prod-plan-next-step": table("state"),
    "holdfast-prod-retry-payment": all(table("state"), secret("provider key"), secret("link key"), mail),
    "holdfast-prod-notify": all(table("state"), secret("provider key"), secret("link key"), mail),
    "holdfast-prod-pause-subscription": all(table("state"), secret("provider key")),
    "holdfast-prod-resume-subscription": all(table("state"), secret("provider key")),
    "holdfast-prod-hand-to-person": all(table("state"), secret("link key"), mail),
    "holdfast-prod-close-case": all(table("state"), secret("provider key")),
    "holdfast-prod-record-delivery": all(table("state"), ["sqs:SendMessage dead letters"]),
    "holdfast-prod-update-payment": all(table("state"), secret("provider key"), secret("link key")),
  });
});

test("whoever plans sweeps touches the counts of shards, and no other item", () => {
  const statements = [...propertiesOf(service, "AWS::IAM::Role", role).entries()]
    .filter(([id]) => id.startsWith("SweepPlanSweep"))
    .flatMap(([, { Policies }]) => Policies ?? [])
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter(({ Action }) => Action.includes("dynamodb:GetItem"));
  const conditions = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["due-kind#*"] } };
  expect(statements.length).toBeGreaterThan(0);
  for (const { Condition } of statements) expect(Condition).toEqual(conditions);
  expect(shardCountKey("case").pk).toMatch(/^due-kind#/);
});

test("whoever is reached from outside reads whose events are taken, and no other item", () => {
  const statements = [...propertiesOf(service, "AWS::IAM::Role", role).entries()]
    .filter(([id]) => id.startsWith("IngestReceive"))
    .flatMap(([, { Policies }]) => Policies ?? [])
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter(({ Action }) => Action.includes("dynamodb:GetItem"));
  const conditions = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["provider#*"] } };
  expect(statements).toHaveLength(1);
  for (const { Condition } of statements) expect(Condition).toEqual(conditions);
  expect(claimKey("stripe").pk).toMatch(/^provider#/);
});

test("what is removed is removed from a payer's current things, never from history", () => {
  const statements = [...propertiesOf(service, "AWS::IAM::Role", role).values()]
    .flatMap(({ Policies }) => Policies ?? [])
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter(({ Action }) => Action.includes("dynamodb:DeleteItem"));
  const conditions = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["customer#*"] } };
  expect(statements).toHaveLength(3);
  for (const { Condition } of statements) expect(Condition).toEqual(conditions);
  expect(customerPartition("stripe-cus_1")).toMatch(/^customer#/);
});

test("the schedule may start the sweep, and nothing else", () => {
  const [rule] = [
    ...propertiesOf(
      service,
      "AWS::Events::Rule",
      z.looseObject({ Targets: z.array(z.looseObject({ RoleArn: z.optional(z.unknown()) })) }),
    ).values(),
  ].flatMap(({ Targets }) => Targets.flatMap(({ RoleArn }) => (RoleArn === undefined ? [] : [RoleArn])));
  const {
    "Fn::GetAtt": [roleId],
  } = z.object({ "Fn::GetAtt": z.tuple([z.string(), z.literal("Arn")]) }).parse(rule);
  expect(permitsOf(roleId)).toEqual(["states:StartExecution sweep"]);
});

test("no function is given a policy made by AWS", () => {
  const managed = z.looseObject({ ManagedPolicyArns: z.optional(z.array(z.unknown())) });
  const given = [...propertiesOf(service, "AWS::IAM::Role", managed).values()].flatMap(
    (each) => each.ManagedPolicyArns ?? [],
  );
  expect(given).toEqual([]);
});

test("e-mail is sent in the sender's name only, by any identity that may be verified for it", () => {
  const [statement] = [...propertiesOf(service, "AWS::IAM::Role", role).entries()]
    .filter(([id]) => id.startsWith("DunningNotify"))
    .flatMap(([, { Policies }]) => Policies ?? [])
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter(({ Action }) => Action.includes("ses:SendEmail"));
  expect(statement?.Condition).toEqual({ StringEquals: { "ses:FromAddress": "billing@orbit.example" } });
  expect(JSON.stringify(statement?.Resource)).toMatch(/identity\/billing@orbit\.example.*identity\/orbit\.example/);
});

test("a sender in a subdomain may be verified at any level but the top", () => {
  expect(identitiesOf("a@mail.orbit.example")).toEqual(["a@mail.orbit.example", "mail.orbit.example", "orbit.example"]);
});
