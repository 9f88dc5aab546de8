import type { IsWritten } from "../../messages/message-kind.ts";
import { otherSender } from "../../messages/other-sender.ts";
import { proveMail } from "../../messages/prove-mail.ts";
import { proveSegmentName } from "../../segments/prove-segments.ts";
import type { DunningPolicy, PolicyForDunning } from "./dunning-policy.ts";
import { proveLetters } from "./prove-letters.ts";
import { proveMessages } from "./prove-messages.ts";
import { proveRetries } from "./prove-retries.ts";
import { proveSteps } from "./prove-steps.ts";
import { proveTimes } from "./prove-times.ts";

/** What is wrong with dunning's slice of a configuration: with the ladder of all, and with that of each segment. */
export const proveDunning = (policy: PolicyForDunning, isWritten: IsWritten): string[] => [
  ...proveLadder(policy, isWritten),
  ...Object.entries(policy.dunning.bySegment).flatMap(([name, own]) => {
    const field = `dunning.bySegment.${name}`;
    return [
      ...proveSegmentName(field, name, policy.segments),
      ...proveDiffers(field, own),
      ...proveSender(field, policy, own.sender),
      ...proveOwnLadder(field, policy, own.steps, isWritten),
    ];
  }),
];

const proveLadder = (policy: PolicyForDunning, isWritten: IsWritten): string[] => [
  ...proveSteps(policy.dunning.steps),
  ...proveRetries(policy.dunning),
  ...proveMessages(policy.dunning, isWritten),
  ...proveLetters(policy.dunning.steps, policy),
  ...proveTimes(policy),
];

type Own = DunningPolicy["bySegment"][string];

const proveDiffers = (field: string, { steps, sender }: Own): string[] =>
  steps === undefined && (sender === undefined || Object.keys(sender).length === 0)
    ? [`${field}: nothing differs for this segment; give it steps or a sender, or remove it.`]
    : [];

function proveSender(field: string, policy: PolicyForDunning, sender: Own["sender"]): string[] {
  if (sender === undefined) return [];
  const own = { ...policy, sender: otherSender(policy.sender, sender) };
  return onlyNew(proveMail(own), proveMail(policy)).map((sentence) => `${field}.${sentence}`);
}

/** The same proofs as for the ladder of all, in whose words the fields are called. */
function proveOwnLadder(field: string, policy: PolicyForDunning, steps: Own["steps"], isWritten: IsWritten): string[] {
  if (steps === undefined) return [];
  const own = { ...policy, dunning: { ...policy.dunning, steps } };
  const sentences = onlyNew(proveLadder(own, isWritten), proveLadder(policy, isWritten));
  return sentences.map((sentence) => sentence.replaceAll("dunning.steps", `${field}.steps`));
}

/** What is wrong for all is told once; what is about steps is about these. */
const onlyNew = (sentences: readonly string[], before: readonly string[]): string[] =>
  sentences.filter((sentence) => sentence.includes("dunning.steps") || !before.includes(sentence));

/** The step that asks a person, as a sentence about the address it writes to goes on; undefined if none does. */
export function whoWritesToSupport({ steps }: DunningPolicy): string | undefined {
  const step = steps.findIndex(({ handOver }) => handOver);
  return step === -1 ? undefined : `dunning.steps.${step}.handOver writes there and needs`;
}
