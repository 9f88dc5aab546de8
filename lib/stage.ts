import type { Node } from "constructs";
import { ConfigurationError } from "../functions/platform/errors.ts";

/**
 * What tells one deployment from another, read from the CDK context: `cdk deploy --all -c stage=prod`.
 * `stripeApiUrl` points the functions at a simulated Stripe; only the end-to-end tests set it.
 */
export interface StageSettings {
  readonly name: string;
  /** Begins the name of everything that is deployed. */
  readonly prefix: string;
  /** A stage called `test` may be deleted with everything in it; all others protect their data. */
  readonly throwaway: boolean;
  /** Where alarms say the runbook is. */
  readonly runbook: string;
  /**
   * What becomes of the address that deployments up to 0.1.0 had. Kept unless the operator says otherwise, because letters
   * that name it may still be opened; see docs/upgrading.md.
   */
  readonly formerAddress: "keep" | "drop";
  readonly stripeApiUrl?: string | undefined;
}

const stageName = /^[a-z][a-z0-9-]{0,19}$/;

/** @throws ConfigurationError if the stage's name cannot begin the names of resources, or a value is none that we know. */
export function stageSettings(node: Node): StageSettings {
  const name = textFrom(node, "stage") ?? "dev";
  if (!stageName.test(name)) {
    throw new ConfigurationError(
      `The context value stage is "${name}"; use up to 20 lower-case letters, digits and hyphens: -c stage=prod`,
    );
  }
  return {
    name,
    prefix: `holdfast-${name}`,
    throwaway: name === "test",
    runbook: textFrom(node, "runbook") ?? "docs/runbook.md",
    formerAddress: formerAddress(textFrom(node, "formerAddress") ?? "keep"),
    stripeApiUrl: textFrom(node, "stripeApiUrl"),
  };
}

function formerAddress(value: string): "keep" | "drop" {
  if (value === "keep" || value === "drop") return value;
  throw new ConfigurationError(
    `The context value formerAddress is "${value}"; say keep or drop: -c formerAddress=drop (docs/upgrading.md#addresses)`,
  );
}

function textFrom(node: Node, key: string): string | undefined {
  const value: unknown = node.tryGetContext(key);
  return typeof value === "string" && value !== "" ? value : undefined;
}
