import type { Customer } from "../../billing/customer.ts";
import { profileOfPayer } from "../../billing/fold-customer.ts";
import { TerminalError } from "../../platform/errors.ts";
import type { Instant } from "../../platform/instant.ts";
import type { DunningCase, Planned } from "../case.ts";
import type { CustomerFile } from "../case-context.ts";
import { type CasePorts, caseIn, changeCase, readCustomerFile, situationOf } from "../case-store.ts";
import type { ActResult } from "../decide-act.ts";
import { adopted, presentKey } from "../former-keys.ts";
import { isWantedNow } from "../plan.ts";
import { knowsMore } from "../rewound.ts";
import type { Situation } from "../situation.ts";
import { parseInput, type StepInput, stepInputSchema } from "./step-input.ts";

/** Everything an act needs to know before it takes effect. */
export interface BegunAct {
  readonly ref: { readonly customerId: string; readonly caseId: string };
  readonly customer: Customer;
  readonly dunningCase: DunningCase;
  readonly planned: Planned;
  readonly situation: Situation;
  readonly now: Instant;
  /** The key of the effect: the same on every repeat of this act. */
  readonly effectKey: string;
}

const effectKeyOf = (caseId: string, { key, failures }: Planned): string =>
  failures === undefined ? `${caseId}:${key}` : `${caseId}:${key}:${failures}`;

/** The case, after it has heard of an execution that is newer than itself. */
async function fileFor(ports: CasePorts, { customerId, caseId, epoch, step }: StepInput): Promise<CustomerFile> {
  const file = await readCustomerFile(ports.state, customerId);
  if (!knowsMore({ epoch, step }, caseIn(file, caseId), ports.policy.dunning)) return file;
  await changeCase(ports, { customerId, caseId }, { type: "rewound", newer: { epoch, step } });
  return readCustomerFile(ports.state, customerId);
}

/**
 * Whether the case still waits for this act, and the present policy, which may have changed since it was planned, still
 * wants it now.
 */
function isCurrent({ epoch, step }: StepInput, dunningCase: DunningCase, situation: Situation): boolean {
  const { planned } = dunningCase;
  if (dunningCase.epoch !== epoch || planned?.key !== step.key || dunningCase.done[step.key] !== undefined)
    return false;
  const { policy } = situation;
  return isWantedNow(adopted(dunningCase, policy), presentKey(step.key, policy), situation);
}

/**
 * Loads the case for an act of the workflow.
 * @returns undefined if the act was done before, the case has moved on, or the policy no longer wants it now: then
 *   nothing is to be done, and the workflow's next plan says why.
 */
async function beginAct(ports: CasePorts, input: unknown): Promise<BegunAct | undefined> {
  const step = parseInput(stepInputSchema, input);
  const { customerId, caseId } = step;
  const file = await fileFor(ports, step);
  const dunningCase = caseIn(file, caseId);
  const { customer } = file.known;
  if (customer === undefined) throw new TerminalError(`There is no customer ${customerId}.`);
  const { planned } = dunningCase;
  const situation = situationOf(ports.policy, dunningCase, file, ports.clock.now());
  if (planned === undefined || !isCurrent(step, dunningCase, situation)) return undefined;
  const effectKey = effectKeyOf(caseId, planned);
  return {
    ref: { customerId, caseId },
    customer: profileOfPayer(customer, dunningCase),
    dunningCase,
    planned,
    situation,
    now: situation.now,
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
