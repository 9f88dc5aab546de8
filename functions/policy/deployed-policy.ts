import type { Policy } from "./policy.ts";

/** What retention.config.ts says, proved at synth, as JSON; lib/constructs/bundling.ts puts it in the place of this name. */
declare const PROVED_POLICY: string;

/** The policy of a deployed function, which carries neither the checks nor the time they take at each cold start. */
export const deployedPolicy: Policy = JSON.parse(PROVED_POLICY);
