import type { DunningPolicy } from "../policy/policy.ts";
import { ladder } from "./ladder.ts";
import { type MessageName, messageNames } from "./message-names.ts";

const settlingPrefix = "settle:notify:";

/** The key of the last word of a case. */
export const settlingKey = (message: MessageName): string => `${settlingPrefix}${message}`;

/** The message that an act writes; undefined if the policy has changed and knows the key no longer. */
export function messageOfKey(key: string, policy: DunningPolicy): MessageName | undefined {
  if (key.startsWith(settlingPrefix)) return messageNames.find((name) => key === settlingKey(name));
  return ladder(policy).find((rung) => rung.key === key)?.message;
}
