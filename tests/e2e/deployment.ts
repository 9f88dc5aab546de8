import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import type { MiniStack } from "./ministack.ts";
import { cache, projectRoot } from "./paths.ts";
import { run } from "./processes.ts";

/** What a deployment is made of; everything else stays at home. */
const parts = [
  "bin",
  "emails",
  "functions",
  "lib",
  "workflows",
  "cdk.json",
  "package.json",
  "tests/e2e/rehearsal-policy.ts",
];
const outputsSchema = z.object({
  "Holdfast-test-Service": z.object({ Step1WebhookUrl: z.url(), FormerWebhookUrl: z.optional(z.url()) }),
});

/** A copy of the project in which an operator has edited retention.config.ts. */
export function editedCopy(): string {
  const copy = join(cache, "copy");
  rmSync(copy, { recursive: true, force: true });
  for (const part of parts) cpSync(join(projectRoot, part), join(copy, part), { recursive: true });
  writeFileSync(join(copy, "retention.config.ts"), 'export { default } from "./tests/e2e/rehearsal-policy.ts";\n');
  symlinkSync(join(projectRoot, "node_modules"), join(copy, "node_modules"));
  return copy;
}

/** `cdk` as the operator runs it. */
const cdk = (copy: string, { environment }: MiniStack, ...options: readonly string[]): Promise<string> =>
  run({ file: "cdk", arguments: [...options, "--no-notices"], cwd: copy, environment });

/** `cdk bootstrap`, once per account. */
export const bootstrap = (copy: string, ministack: MiniStack): Promise<string> => cdk(copy, ministack, "bootstrap");

/** Where a deployment answers, as this machine reaches it. */
export interface Deployed {
  readonly apiUrl: string;
  readonly formerApiUrl: string | undefined;
}

/** `cdk deploy` of the stage `test`, whose functions find Stripe at `stripeApiUrl`. */
export async function deploy(
  copy: string,
  ministack: MiniStack,
  context: {
    readonly stripeApiUrl: string;
    readonly formerAddress: "keep" | "drop";
    readonly eventBus: string;
    readonly eventBusSource: string;
    readonly mathAlarms: string;
  },
): Promise<Deployed> {
  const outputs = join(copy, "cdk.out", "outputs.json");
  mkdirSync(join(copy, "cdk.out"), { recursive: true });
  const values = Object.entries({ stage: "test", ...context }).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  await cdk(copy, ministack, "deploy", "--all", "--require-approval", "never", "--outputs-file", outputs, ...values);
  const { "Holdfast-test-Service": service } = outputsSchema.parse(JSON.parse(readFileSync(outputs, "utf8")));
  const baseOf = (url: string) => reachable(url, ministack).replace(/\/webhooks\/stripe$/, "");
  const former = service.FormerWebhookUrl;
  return { apiUrl: baseOf(service.Step1WebhookUrl), formerApiUrl: former === undefined ? former : baseOf(former) };
}

/** Addresses of the deployment name the API in their host, which not every machine resolves; MiniStack takes it as a path. */
export function reachable(url: string, ministack: MiniStack): string {
  const { hostname, pathname, search } = new URL(url);
  const [apiId] = hostname.split(".");
  return `${ministack.url}/_aws/execute-api/${apiId}/$default${pathname}${search}`;
}
