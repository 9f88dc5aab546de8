import type { Acknowledgment } from "aws-cdk-lib";
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";

/**
 * What a function needs to use something: the permission and the variables that name it, handed out together so
 * that neither can be forgotten.
 */
export interface Access {
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
  /** What cdk-nag finds in the statements, and why it has to be so. */
  readonly findings?: readonly Acknowledgment[];
}
