import * as z from "zod/mini";
import type { Log } from "../../platform/ports/log.ts";
import type { Decision } from "../case.ts";
import { type CasePorts, changeCase, NoSuchCaseError } from "../case-store.ts";
import type { DunningInput } from "../decide.ts";
import { type PlanOutput, parseInput, planInputSchema } from "./step-input.ts";

type PlanInput = z.infer<typeof planInputSchema>;

const causeSchema = z.object({ errorMessage: z.string() });

/** The message inside the JSON that Lambda reports as the cause of a failed task. */
function messageIn(cause: string | undefined): string {
  if (cause === undefined) return "no message";
  try {
    return z.safeParse(causeSchema, JSON.parse(cause)).data?.errorMessage ?? cause;
  } catch {
    return cause;
  }
}

function inputOf({ epoch, step, failure }: PlanInput): DunningInput {
  if (failure === undefined) return { type: "plan", epoch, ...(step && { step }) };
  return { type: "step-failed", epoch, error: failure.Error, message: messageIn(failure.Cause) };
}

function stepOf({ actions }: Decision): PlanOutput["step"] {
  for (const action of actions) {
    if (action.type === "end-execution") return { act: action.as };
    if (action.type === "wait-and-act") {
      const { act, key, dueAt } = action.planned;
      return { act, key, dueAt };
    }
  }
  return { act: "superseded" };
}

/** The workflow's first box and the one all others return to: decides what is done next and when. */
export function createPlanNextStep(ports: CasePorts & { readonly log: Log }): (input: unknown) => Promise<PlanOutput> {
  return async (input) => {
    const parsed = parseInput(planInputSchema, input);
    const { customerId, caseId, epoch, failure } = parsed;
    if (failure !== undefined) ports.log.error("step-failed", { caseId, epoch, error: failure.Error });
    try {
      const decision = await changeCase(ports, { customerId, caseId }, inputOf(parsed));
      return { customerId, caseId, epoch, step: stepOf(decision) };
    } catch (error) {
      // A customer's data may be erased while an execution sleeps: then nothing is left to do.
      if (!(error instanceof NoSuchCaseError)) throw error;
      ports.log.warn("case-gone", { caseId, epoch });
      return { customerId, caseId, epoch, step: { act: "finished" } };
    }
  };
}
