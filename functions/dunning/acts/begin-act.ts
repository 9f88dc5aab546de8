import type { Customer } from "../../billing/customer.ts";
import { TerminalError } from "../../platform/errors.ts";
import type { Instant } from "../../platform/instant.ts";
import type { DunningCase, Planned } from "../case.ts";
import { caseContext } from "../case-context.ts";
import { type CasePorts, caseIn } from "../change-case.ts";
import { readCustomerFile } from "../customer-file.ts";
import type { CaseContext } from "../plan.ts";
import { parseInput, type StepInput, stepInputSchema } from "./step-input.ts";

/** Everything an act needs to know before it takes effect. */
export interface BegunAct {
  readonly ref: { readonly customerId: string; readonly caseId: string };
  readonly customer: Customer;
  readonly dunningCase: DunningCase;
  readonly planned: Planned;
  readonly context: CaseContext;
  readonly now: Instant;
  /** The key of the effect: the same on every repeat of this act. */
  readonly effectKey: string;
}

const effectKeyOf = (caseId: string, { key, failures }: Planned): string =>
  failures === undefined ? `${caseId}:${key}` : `${caseId}:${key}:${failures}`;

/** Whether this act is still the one that the case waits for. */
const isCurrent = ({ epoch, step }: StepInput, dunningCase: DunningCase): boolean =>
  dunningCase.epoch === epoch && dunningCase.planned?.key === step.key && dunningCase.done[step.key] === undefined;

/**
 * Loads the case for an act of the workflow.
 * @returns undefined if the act was done before, or the case has moved on: then nothing is to be done, and the
 *   workflow's next plan says why.
 */
export async function beginAct(ports: CasePorts, input: unknown): Promise<BegunAct | undefined> {
  const step = parseInput(stepInputSchema, input);
  const { customerId, caseId } = step;
  const { known, cases } = await readCustomerFile(ports.state, customerId);
  const dunningCase = caseIn({ known, cases }, caseId);
  if (known.customer === undefined) throw new TerminalError(`There is no customer ${customerId}.`);
  const { planned } = dunningCase;
  if (planned === undefined || !isCurrent(step, dunningCase)) return undefined;
  const context = caseContext(dunningCase, known, cases, ports.policy);
  const effectKey = effectKeyOf(caseId, planned);
  return {
    ref: { customerId, caseId },
    customer: known.customer,
    dunningCase,
    planned,
    context,
    now: ports.clock.now(),
    effectKey,
  };
}
