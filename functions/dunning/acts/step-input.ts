import * as z from "zod/mini";
import { TerminalError } from "../../platform/errors.ts";
import { faultsIn } from "../../platform/schema-faults.ts";
import { acts } from "../case.ts";

const executionSchema = z.object({ customerId: z.string(), caseId: z.string(), epoch: z.int() });

const stepSchema = z.object({ act: z.enum(acts), key: z.string(), dueAt: z.string() });

/** What PlanNextStep gets: the execution's input, its last step, and that step's failure if there was one. */
export const planInputSchema = z.object({
  ...executionSchema.shape,
  failure: z.optional(z.object({ Error: z.string(), Cause: z.optional(z.string()) })),
  /** What the execution did last; none in its first plan. */
  step: z.optional(stepSchema),
});

/** What every other box gets: the execution's input and the step that was planned. */
export const stepInputSchema = z.object({
  ...executionSchema.shape,
  step: stepSchema,
});
export type StepInput = z.infer<typeof stepInputSchema>;

/** @throws TerminalError naming the field, if the workflow and its functions were not deployed together. */
export function parseInput<T>(schema: z.ZodMiniType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const faults = faultsIn(parsed.error);
  throw new TerminalError(`The workflow's input is not what this function expects: ${faults}. Deploy both together.`);
}
