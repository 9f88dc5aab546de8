import { otherSender } from "../../messages/other-sender.ts";
import type { Instant } from "../../platform/instant.ts";
import { type Subject, segmentsOf } from "../../segments/segments-of.ts";
import type { PolicyForDunning } from "./dunning-policy.ts";

/** The policy of each segment: made once, so that what is remembered by policy is not forgotten with every case. */
const made = new WeakMap<PolicyForDunning, Map<string, PolicyForDunning>>();

function policyOf(name: string, policy: PolicyForDunning): PolicyForDunning {
  const known = made.get(policy) ?? new Map<string, PolicyForDunning>();
  made.set(policy, known);
  const before = known.get(name);
  if (before !== undefined) return before;
  const { steps = policy.dunning.steps, sender = {} } = policy.dunning.bySegment[name] ?? {};
  const own = { ...policy, sender: otherSender(policy.sender, sender), dunning: { ...policy.dunning, steps } };
  known.set(name, own);
  return own;
}

/**
 * The policy as it is for one payer: with the ladder and the sender of the first of `dunning.bySegment` that they are in.
 * @param at when the payment failed: a payer's age goes on, and their ladder does not change with it.
 */
export function policyFor(policy: PolicyForDunning, payer: Subject | undefined, at: Instant): PolicyForDunning {
  const names = Object.keys(policy.dunning.bySegment);
  if (names.length === 0 || payer === undefined) return policy;
  const segments = segmentsOf(payer, policy, at);
  const name = names.find((each) => segments.includes(each));
  return name === undefined ? policy : policyOf(name, policy);
}
