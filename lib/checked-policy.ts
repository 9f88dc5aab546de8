import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildCatalogue } from "../emails/build.ts";
import { CopyMistake } from "../emails/compile/copy-mistake.ts";
import { ConfigurationError } from "../functions/platform/errors.ts";
import type { Policy } from "../functions/policy/policy.ts";
import { type IsWritten, prove } from "../functions/policy/prove.ts";

const emails = join(import.meta.dirname, "../emails");
const isWritten: IsWritten = (message, locale) => existsSync(join(emails, message, `${locale}.md`));

/**
 * API Gateway takes certificates of its own region only. The region is unknown when `cdk` runs without credentials; then
 * the deployment finds out.
 */
function proveCertificate({ company: { domain } }: Policy, region: string | undefined): string[] {
  const [, , , issuedIn] = domain?.certificateArn.split(":") ?? [];
  if (domain === undefined || region === undefined || issuedIn === region) return [];
  return [
    `company.domain.certificateArn: the certificate is in ${issuedIn}, and this deployment goes to ${region}; request one for ${domain.name} there.`,
  ];
}

/**
 * What retention.config.ts says, checked and proved, with the messages it names compiled and ready to be bundled.
 * @param region where the deployment goes, if that is known.
 * @throws ConfigurationError with one line per mistake, each naming the field or file.
 */
export async function checkedPolicy(region?: string): Promise<Policy> {
  const { default: policy } = await import("../retention.config.ts");
  const problems = [...prove(policy, isWritten), ...proveCertificate(policy, region)];
  if (problems.length > 0) throw new ConfigurationError(`retention.config.ts is not sound.\n${problems.join("\n")}`);
  try {
    await buildCatalogue();
  } catch (error) {
    if (!(error instanceof CopyMistake)) throw error;
    throw new ConfigurationError(`The messages cannot be built.\n${error.message}`);
  }
  return policy;
}
