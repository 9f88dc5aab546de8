import type { Node } from "constructs";
import { ConfigurationError } from "../functions/platform/errors.ts";

/**
 * What tells one deployment from another, read from the CDK context: `cdk deploy --all -c stage=prod`.
 * `stripeApiUrl` points the functions at a simulated Stripe, and `eventBus` and `eventBusSource` put another bus and source in
 * the place of the provider's, which only the provider can speak on, and `mathAlarms=drop` leaves out alarms over more than one metric:
 * only the end-to-end tests set them.
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
  /**
   * What becomes of the index by which deployments up to 0.1.0 found what is due. CloudFormation adds or drops one index of
   * a table in one deployment, so an upgrade keeps it in the first and drops it in the second; see docs/upgrading.md.
   */
  readonly formerIndex: "keep" | "drop";
  readonly mathAlarms: "keep" | "drop";
  readonly stripeApiUrl?: string | undefined;
  readonly eventBus?: string | undefined;
  readonly eventBusSource?: string | undefined;
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
    formerAddress: keepOrDrop(node, { key: "formerAddress", usually: "keep", section: "addresses" }),
    formerIndex: keepOrDrop(node, { key: "formerIndex", usually: "drop", section: "the-index-of-what-is-due" }),
    mathAlarms: textFrom(node, "mathAlarms") === "drop" ? "drop" : "keep",
    stripeApiUrl: textFrom(node, "stripeApiUrl"),
    eventBus: textFrom(node, "eventBus"),
    eventBusSource: textFrom(node, "eventBusSource"),
  };
}

interface Choice {
  readonly key: string;
  readonly usually: "keep" | "drop";
  /** Of docs/upgrading.md. */
  readonly section: string;
}

function keepOrDrop(node: Node, { key, usually, section }: Choice): "keep" | "drop" {
  const value = textFrom(node, key) ?? usually;
  if (value === "keep" || value === "drop") return value;
  throw new ConfigurationError(
    `The context value ${key} is "${value}"; say keep or drop: -c ${key}=drop (docs/upgrading.md#${section})`,
  );
}

function textFrom(node: Node, key: string): string | undefined {
  const value: unknown = node.tryGetContext(key);
  return typeof value === "string" && value !== "" ? value : undefined;
}
