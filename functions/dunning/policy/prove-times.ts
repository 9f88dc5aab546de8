import { durationMs } from "../../platform/duration.ts";
import type { DunningPolicy, PolicyForDunning } from "./dunning-policy.ts";

/** Hours that exist, delays that pass, and links that work for as long as they are needed. */
export const proveTimes = ({ dunning, mail }: Pick<PolicyForDunning, "dunning" | "mail">): string[] => [
  ...proveHours(dunning.preferred),
  ...provePositive(dunning),
  ...proveLinks(dunning, mail),
];

function proveHours(preferred: DunningPolicy["preferred"]): string[] {
  if (preferred === undefined) return [];
  const problems = (["retryHours", "messageHours"] as const).flatMap((field) => {
    const { from, until } = preferred[field];
    if (from < until) return [];
    return [
      `dunning.preferred.${field}: from ${from} until ${until} is no time at all; from must be earlier than until, on the same day.`,
    ];
  });
  if (preferred.weekdays.length === 0) {
    problems.push("dunning.preferred.weekdays: no day is preferred; name at least one, or all seven if none matters.");
  }
  if (durationMs(preferred.waitAtMost) > durationMs("P6D")) {
    problems.push(
      `dunning.preferred.waitAtMost: ${preferred.waitAtMost} is longer than it takes to reach any weekday; P6D is enough.`,
    );
  }
  return problems;
}

function provePositive(policy: DunningPolicy): string[] {
  const fields = ["coolDown", "overdueAfter"] as const;
  return fields
    .filter((field) => durationMs(policy[field]) <= 0)
    .map((field) => `dunning.${field}: ${policy[field]} would repeat without a pause; it must be longer than zero.`);
}

function proveLinks({ steps }: DunningPolicy, { linksLastFor }: PolicyForDunning["mail"]): string[] {
  const first = steps.find(({ message }) => message !== undefined);
  const last = steps.at(-1);
  if (first === undefined || last === undefined) return [];
  const neededMs = durationMs(last.after) - durationMs(first.after);
  if (durationMs(linksLastFor) >= neededMs) return [];
  return [
    `mail.linksLastFor: the link in the first message, sent after ${first.after}, expires ${linksLastFor} later, before the end at ${last.after}; make it last as long.`,
  ];
}
