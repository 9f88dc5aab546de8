import * as z from "zod/mini";
import type { Log } from "../../platform/ports/log.ts";
import { type CasePorts, NoSuchCaseError } from "../case-store.ts";
import { changeCase } from "../change-case.ts";
import type { DunningInput } from "../decide.ts";
import { parseInput, planInputSchema } from "./step-input.ts";
import { type StepOutput, stepOutput } from "./step-output.ts";

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
  return { type: "step-failed", epoch, step, error: failure.Error, message: messageIn(failure.Cause) };
}

/** The workflow's first box, and where a failed act leads: decides what is done next and when. */
export function createPlanNextStep(ports: CasePorts & { readonly log: Log }): (input: unknown) => Promise<StepOutput> {
  return async (input) => {
    const parsed = parseInput(planInputSchema, input);
    const { customerId, caseId, epoch, failure } = parsed;
    if (failure !== undefined) ports.log.error("step-failed", { caseId, epoch, error: failure.Error });
    try {
      const decision = await changeCase(ports, { customerId, caseId }, inputOf(parsed));
      return stepOutput(parsed, decision, ports.clock.now());
    } catch (error) {
      // A customer's data may be erased while an execution sleeps: then nothing is left to do.
      if (!(error instanceof NoSuchCaseError)) throw error;
      ports.log.warn("case-gone", { caseId, epoch });
      return { customerId, caseId, epoch, step: { act: "finished", dueAt: ports.clock.now() } };
    }
  };
}
