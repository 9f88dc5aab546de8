import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, Billing, type StreamViewType, TableEncryptionV2, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { tableShape } from "../../functions/platform/aws/table-shape.ts";
import type { Access } from "./access.ts";

export interface ItemTableProps {
  readonly tableName: string;
  /** The variable by which functions learn the table's name. */
  readonly variable: string;
  readonly throwaway: boolean;
  readonly stream?: StreamViewType;
}

/** A table of items as the store port knows them; protected against deletion unless its stage is throwaway. */
export class ItemTable extends Construct {
  private readonly table: TableV2;
  /** May add items, and nothing else. */
  readonly puts: Access;
  /** May load, save and query by partition. */
  readonly use: Access;
  /** The same, and may ask what is due. */
  readonly useAndFindDue: Access;

  constructor(scope: Construct, id: string, props: ItemTableProps) {
    super(scope, id);
    const text = (name: string) => ({ name, type: AttributeType.STRING });
    const { partitionKey, sortKey, timeToLive, dueIndex } = tableShape;
    this.table = new TableV2(this, "Table", {
      tableName: props.tableName,
      partitionKey: text(partitionKey),
      sortKey: text(sortKey),
      timeToLiveAttribute: timeToLive,
      globalSecondaryIndexes: [
        { indexName: dueIndex.name, partitionKey: text(dueIndex.partitionKey), sortKey: text(dueIndex.sortKey) },
      ],
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: !props.throwaway,
      removalPolicy: props.throwaway ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      ...(props.stream === undefined ? {} : { dynamoStream: props.stream }),
    });
    const indexArn = `${this.table.tableArn}/index/${dueIndex.name}`;
    const access = (actions: readonly string[], more: readonly PolicyStatement[] = []): Access => ({
      environment: { [props.variable]: props.tableName },
      statements: [allow(this.table.tableArn, actions), ...more],
    });
    this.puts = access(["PutItem"]);
    this.use = access(["GetItem", "PutItem", "Query"]);
    this.useAndFindDue = access(["GetItem", "PutItem", "Query"], [allow(indexArn, ["Query"])]);
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

const allow = (resource: string, actions: readonly string[]): PolicyStatement =>
  new PolicyStatement({ actions: actions.map((action) => `dynamodb:${action}`), resources: [resource] });
