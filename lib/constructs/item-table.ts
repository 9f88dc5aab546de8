import { RemovalPolicy, Stack } from "aws-cdk-lib";
import {
  AttributeType,
  Billing,
  ProjectionType,
  type StreamViewType,
  TableEncryptionV2,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement, type PolicyStatementProps } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { tableShape } from "../../functions/platform/aws/table-shape.ts";
import type { Access } from "./access.ts";

export interface ItemTableProps {
  readonly tableName: string;
  /** The variable by which functions learn the table's name. */
  readonly variable: string;
  readonly throwaway: boolean;
  /** Whether the index of deployments up to 0.1.0 stays beside today's; see `formerIndex` in lib/stage.ts. */
  readonly formerIndex: "keep" | "drop";
  readonly stream?: StreamViewType;
}

/** How the partitions of payers begin, as functions/billing/customer-partition.ts has it. */
const payerPartitions = "customer#";
/** How the partitions of counts begin, as functions/sweep/shard-count.ts has it. */
const shardCountPartitions = "due-kind#";
/** How the partitions of what belongs to a whole provider begin, as functions/ingest/taken-account.ts has it. */
const providerPartitions = "provider#";

/** A table of items as the store port knows them; protected against deletion unless its stage is throwaway. */
export class ItemTable extends Construct {
  private readonly table: TableV2;
  /** May add items, and nothing else. */
  readonly put: Access;
  /** May load, save and query by partition. */
  readonly use: Access;
  /** May remove what has moved from a payer's partition to history, and nothing else. */
  readonly remove: Access;
  /** May ask what is due. */
  readonly findDue: Access;
  /** May load and save how many shards a due kind has, and no other item. */
  readonly countShards: Access;
  /** May load whose events this stage takes, and no other item. */
  readonly readClaim: Access;

  constructor(scope: Construct, id: string, props: ItemTableProps) {
    super(scope, id);
    const text = (name: string) => ({ name, type: AttributeType.STRING });
    const { partitionKey, sortKey, timeToLive, dueIndex, formerDueIndex } = tableShape;
    const dueKeys = { partitionKey: text(dueIndex.partitionKey), sortKey: text(dueIndex.sortKey) };
    this.table = new TableV2(this, "Table", {
      tableName: props.tableName,
      partitionKey: text(partitionKey),
      sortKey: text(sortKey),
      timeToLiveAttribute: timeToLive,
      globalSecondaryIndexes: [
        { indexName: dueIndex.name, projectionType: ProjectionType.KEYS_ONLY, ...dueKeys },
        ...(props.formerIndex === "keep" ? [{ indexName: formerDueIndex.name, ...dueKeys }] : []),
      ],
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: !props.throwaway,
      removalPolicy: props.throwaway ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      ...(props.stream === undefined ? {} : { dynamoStream: props.stream }),
    });
    const indexArn = `${this.table.tableArn}/index/${dueIndex.name}`;
    const access = (resource: string, actions: readonly string[], conditions?: Conditions): Access => ({
      environment: { [props.variable]: props.tableName },
      statements: [allow(resource, actions, conditions)],
    });
    this.put = access(this.table.tableArn, ["PutItem"]);
    this.use = access(this.table.tableArn, ["GetItem", "PutItem", "Query"]);
    this.remove = access(this.table.tableArn, ["DeleteItem"], leading(payerPartitions));
    this.findDue = access(indexArn, ["Query"]);
    this.countShards = access(this.table.tableArn, ["GetItem", "PutItem"], leading(shardCountPartitions));
    this.readClaim = access(this.table.tableArn, ["GetItem"], leading(providerPartitions));
    // Exported whether imported or not: an export that goes when nobody needs it stops the deployment that still does.
    Stack.of(this).exportValue(this.table.tableArn);
    if (props.stream !== undefined) Stack.of(this).exportValue(this.table.tableStreamArn);
  }

  /** The stream of changes, and the permission to follow it. */
  get stream(): { readonly arn: string; readonly follow: Access } {
    const arn = this.table.tableStreamArn;
    if (arn === undefined) throw new Error(`${this.node.path} was made without a stream; pass one to follow it.`);
    const statements = [allow(arn, ["DescribeStream", "GetRecords", "GetShardIterator"]), allow("*", ["ListStreams"])];
    const reason = "Lambda follows no stream without dynamodb:ListStreams, which knows no narrower resource.";
    const findings = [{ id: "AwsSolutions-IAM5[Resource::*]", reason }];
    return { arn, follow: { environment: {}, statements, findings } };
  }
}

type Conditions = NonNullable<PolicyStatementProps["conditions"]>;

const allow = (resource: string, actions: readonly string[], conditions: Conditions = {}): PolicyStatement =>
  new PolicyStatement({ actions: actions.map((action) => `dynamodb:${action}`), resources: [resource], conditions });

/** Holds for partitions that begin so. */
const leading = (start: string): Conditions => ({
  "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [`${start}*`] },
});
