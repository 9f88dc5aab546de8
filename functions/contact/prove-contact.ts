import { commercialPurposes } from "../messages/terms.ts";
import { durationMs } from "../platform/duration.ts";
import type { ContactPolicy } from "./policy-slice.ts";

/** What a recipient remembers of its letters goes no further back; see `forgottenAfter` in recipient.ts. */
const longestWindow = "P90D";

/** Hours in which somebody can be written to, and caps that limit everything and can be kept. */
export const proveContact = ({ contact }: ContactPolicy): string[] => [
  ...proveHours(contact.speakingHours),
  ...proveWindows(contact.caps),
  ...proveLimits(contact.caps),
];

function proveHours({ from, until }: ContactPolicy["contact"]["speakingHours"]): string[] {
  const ms = Date.parse(`2026-01-01T${until}Z`) - Date.parse(`2026-01-01T${from}Z`);
  if (ms >= durationMs("PT1H")) return [];
  return [
    `contact.speakingHours: from ${from} until ${until} is less than an hour of one day; until must be at least an hour after from.`,
  ];
}

const proveWindows = (caps: ContactPolicy["contact"]["caps"]): string[] =>
  caps.flatMap(({ within }, index) => {
    const ms = durationMs(within);
    if (ms > 0 && ms <= durationMs(longestWindow)) return [];
    return [
      `contact.caps.${index}.within: ${within} is not longer than zero and at most ${longestWindow}; what was sent before is forgotten.`,
    ];
  });

const proveLimits = (caps: ContactPolicy["contact"]["caps"]): string[] =>
  commercialPurposes
    .filter((purpose) => !caps.some(({ purposes }) => purposes.includes(purpose)))
    .map((purpose) => `contact.caps: nothing limits ${purpose}; name it among the purposes of a cap.`);
