import { locales } from "../../appearance/locales.ts";
import type { IsWritten } from "../../messages/message-kind.ts";
import { durationMs } from "../../platform/duration.ts";
import { dunningRoom, type MessageName } from "../message-kinds.ts";
import type { DunningPolicy, DunningStep } from "./dunning-policy.ts";

type Steps = readonly DunningStep[];

/** How long a customer must have between the warning and the pause. A ladder shorter than that is a rehearsal. */
const noticeBeforePause = "P1D";

/** Every message exists in every language, says what is true when it is sent, and a pause is announced. */
export const proveMessages = (policy: DunningPolicy, isWritten: IsWritten): string[] => [
  ...proveWritten(policy, isWritten),
  ...policy.steps.flatMap(({ message }, index) => {
    const untrue = message === undefined ? undefined : untruth(message, policy.steps, index);
    return untrue === undefined ? [] : [`dunning.steps.${index}.message: ${untrue}`];
  }),
  ...proveWarning(policy.steps),
];

function proveWritten({ steps, thankAfterRecovery }: DunningPolicy, isWritten: IsWritten): string[] {
  const uses: readonly (readonly [field: string, message: MessageName | undefined])[] = [
    ...steps.map(({ message }, index) => [`dunning.steps.${index}.message`, message] as const),
    ...steps.map(
      ({ handOver }, index) => [`dunning.steps.${index}.handOver`, handOver ? "hand-over" : undefined] as const,
    ),
    ["dunning.thankAfterRecovery", thankAfterRecovery ? "recovered" : undefined],
  ];
  return uses.flatMap(([field, message]) =>
    message === undefined
      ? []
      : locales
          .filter((locale) => !isWritten(`${dunningRoom}/${message}`, locale))
          .map(
            (locale) =>
              `${field}: the message ${message} is not written in ${locale}; add emails/${dunningRoom}/${message}/${locale}.md.`,
          ),
  );
}

/** Why a message would say something untrue if this step sent it. */
function untruth(message: MessageName, steps: Steps, index: number): string | undefined {
  const step = steps[index];
  const paused = steps.slice(0, index + 1).some(({ pause }) => pause);
  switch (message) {
    case "recovered":
    case "hand-over":
      return `${message} is not for a step; it is sent by itself ${message === "recovered" ? "after recovery" : "where handOver is set"}.`;
    case "pause-warning":
      return steps.slice(index + 1).some(({ pause }) => pause)
        ? undefined
        : "pause-warning announces a pause, and no later step pauses; add one or choose another message.";
    case "paused":
      return paused ? undefined : "paused says that the subscription is paused, and no step up to here pauses it.";
    case "ended":
      return step?.end === undefined
        ? "ended says that the case is over, so it belongs to the step with the end."
        : undefined;
    default:
      return step?.end === undefined
        ? undefined
        : `${message} asks for a payment, and this step gives the invoice up; its message can only be ended.`;
  }
}

function proveWarning(steps: Steps): string[] {
  const pause = steps.findIndex((step) => step.pause);
  const paused = steps[pause];
  if (paused === undefined) return [];
  const warning = steps.slice(0, pause).find(({ message }) => message === "pause-warning");
  const field = `dunning.steps.${pause}.pause`;
  if (warning === undefined) {
    return [`${field}: nobody warned the customer; give an earlier step the message pause-warning.`];
  }
  const noticeMs = durationMs(paused.after) - durationMs(warning.after);
  const isRehearsal = durationMs(steps.at(-1)?.after ?? "PT0S") < durationMs(noticeBeforePause);
  if (isRehearsal || noticeMs >= durationMs(noticeBeforePause)) return [];
  return [
    `${field}: ${paused.after} is less than a day after the pause-warning at ${warning.after}; leave the customer at least ${noticeBeforePause}.`,
  ];
}
