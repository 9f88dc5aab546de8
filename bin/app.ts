import { ConfigurationError } from "../functions/platform/errors.ts";
import { checkedPolicy } from "../lib/checked-policy.ts";
import { HoldfastApp } from "../lib/holdfast-app.ts";

try {
  new HoldfastApp(await checkedPolicy(process.env["CDK_DEFAULT_REGION"]));
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
