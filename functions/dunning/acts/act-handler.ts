import type { Customer } from "../../billing/customer.ts";
import { profileOfPayer } from "../../billing/fold-customer.ts";
import { TerminalError } from "../../platform/errors.ts";
import type { Instant } from "../../platform/instant.ts";
import type { DunningCase, Planned } from "../case.ts";
import { caseContext } from "../case-context.ts";
import { type CasePorts, caseIn, changeCase, readCustomerFile } from "../case-store.ts";
import type { ActResult } from "../decide-act.ts";
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
    customer: profileOfPayer(known.customer, dunningCase),
    dunningCase,
    planned,
    context,
    now: ports.clock.now(),
    effectKey,
  };
}

/** A box of the workflow: takes the workflow's input, acts, and answers nothing; the case says what came of it. */
export type ActHandler = (input: unknown) => Promise<void>;

/** What an act comes to in a dry run. The end of the ladder is the end there as well, or the case would have none. */
const drily = ({ planned }: BegunAct): ActResult =>
  planned.act === "close" ? { act: "close", end: "dry-run" } : { act: "passed-over", reason: "this is a dry run" };

/**
 * Carries out one act of a case and records its result. An act that was done before, or that the case no longer waits
 * for, is left alone. Dying after the effect and before the record is met by the effect's key.
 */
export function actHandler<Ports extends CasePorts>(
  ports: Ports,
  carryOut: (ports: Ports, act: BegunAct) => Promise<ActResult>,
): ActHandler {
  return async (input) => {
    const act = await beginAct(ports, input);
    if (act === undefined) return;
    const result = ports.policy.dunning.dryRun ? drily(act) : await carryOut(ports, act);
    await changeCase(ports, act.ref, { type: "acted", key: act.planned.key, result });
  };
}
