import type { Instant } from "../../platform/instant.ts";
import type { Act, Decision } from "../case.ts";
import type { StepInput } from "./step-input.ts";

/** What comes next: the workflow waits until `dueAt`, and goes to the box of `act`. */
export type NextStep =
  | { readonly act: Act; readonly key: string; readonly dueAt: Instant }
  /** Nothing is left to do, or a newer execution does it. Its time has come already. */
  | { readonly act: "finished" | "superseded"; readonly dueAt: Instant };

/** What every box of the workflow answers: its execution's input, and the next step. */
export interface StepOutput {
  readonly customerId: string;
  readonly caseId: string;
  readonly epoch: number;
  readonly step: NextStep;
}

/** The step that a decision about an execution's case ends with. */
function stepOf({ actions }: Decision, now: Instant): NextStep {
  for (const action of actions) {
    if (action.type === "end-execution") return { act: action.as, dueAt: now };
    if (action.type === "wait-and-act") {
      const { act, key, dueAt } = action.planned;
      return { act, key, dueAt };
    }
  }
  return { act: "superseded", dueAt: now };
}

/** The answer to an execution, by what was decided last. */
export const stepOutput = (
  { customerId, caseId, epoch }: Omit<StepInput, "step">,
  decision: Decision,
  now: Instant,
): StepOutput => ({ customerId, caseId, epoch, step: stepOf(decision, now) });
