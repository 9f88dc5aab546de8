import type { Access } from "./constructs/access.ts";
import { type AccessName, sweptKinds } from "./functions.ts";
import type { DataStack } from "./stacks/data-stack.ts";
import type { StageSettings } from "./stage.ts";

export interface AccessSources {
  readonly stage: StageSettings;
  readonly data: DataStack;
  readonly sendMail: Access;
  readonly startCases: Access;
}

/** Everything that a function can be given, by the name that the list of functions calls it. */
export function accessesOf({ stage, data, sendMail, startCases }: AccessSources): Record<AccessName, Access> {
  const { inbox, state } = data;
  return {
    "inbox.put": inbox.put,
    "inbox.use": inbox.use,
    "inbox.findDue": inbox.findDue,
    "inbox.countShards": inbox.countShards,
    "inbox.follow": inbox.stream.follow,
    "state.use": state.use,
    "state.remove": state.remove,
    "state.findDue": state.findDue,
    "state.countShards": state.countShards,
    "state.readClaim": state.readClaim,
    webhookSecret: data.webhookSecret.read,
    providerKey: providerAccess(data, stage),
    linkKey: data.linkKey.read,
    publicUrl: { environment: { PUBLIC_URL: data.address.publicUrl }, statements: [] },
    sweptKinds: { environment: { SWEPT_KINDS: JSON.stringify(sweptKinds) }, statements: [] },
    sendMail,
    startCases,
  };
}

/** The provider's key, and where its API is if not at its own address. */
function providerAccess(data: DataStack, stage: StageSettings): Access {
  const { environment, statements } = data.providerKey.read;
  const elsewhere = stage.stripeApiUrl === undefined ? {} : { STRIPE_API_URL: stage.stripeApiUrl };
  return { environment: { ...environment, ...elsewhere }, statements };
}
