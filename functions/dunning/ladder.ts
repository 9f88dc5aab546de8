import type { DunningPolicy, DunningStep } from "../policy/policy.ts";
import type { Act } from "./case.ts";
import type { MessageName } from "./message-names.ts";

/** One act of one step of the policy, in the order it is to be done. */
export interface Rung {
  readonly act: Act;
  /** `3:retry-payment`: the step's number and the act, the same on every repeat. */
  readonly key: string;
  readonly step: number;
  readonly message?: MessageName | undefined;
}

const actOfMessage = (message: MessageName): Act => (message === "pause-warning" ? "warn-of-pause" : "notify");

function rungsOf(step: DunningStep, index: number): Rung[] {
  const { retry, pause, message, handOver, end } = step;
  // The letter of the last step is written after the end, when what it says has become true.
  const acts: (false | Pick<Rung, "act" | "message">)[] = [
    retry && { act: "retry-payment" },
    pause && { act: "pause" },
    message !== undefined && end === undefined && { act: actOfMessage(message), message },
    handOver && { act: "hand-to-person" },
    end !== undefined && { act: "close" },
  ];
  return acts.filter((rung) => rung !== false).map((rung) => ({ ...rung, step: index, key: `${index}:${rung.act}` }));
}

/** The policy's steps as a flat list of acts. */
export const ladder = (policy: DunningPolicy): Rung[] => policy.steps.flatMap(rungsOf);
