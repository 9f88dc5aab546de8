import type { Customer } from "../../billing/customer.ts";
import { profileOfPayer } from "../../billing/fold-customer.ts";
import type { Payments, ProviderInvoice } from "../../billing/payments.ts";
import { NotYetError, TerminalError, type Turns } from "../../platform/errors.ts";
import type { Instant } from "../../platform/instant.ts";
import { between } from "../../timing/windows.ts";
import type { Act, DunningCase, Planned } from "../case.ts";
import type { CustomerFile } from "../case-context.ts";
import { type CasePorts, caseIn, readFileWithCase, situationOf } from "../case-store.ts";
import { changeCase } from "../change-case.ts";
import { decide } from "../decide.ts";
import type { ActResult } from "../decide-act.ts";
import { decideOnTruth, type Ruling } from "../decide-on-truth.ts";
import { adopted, presentKey } from "../former-keys.ts";
import { isWantedNow } from "../plan.ts";
import { knowsMore } from "../rewound.ts";
import type { Situation } from "../situation.ts";
import { parseInput, type StepInput, stepInputSchema } from "./step-input.ts";
import { type StepOutput, stepOutput } from "./step-output.ts";

/** Everything an act needs to know before it takes effect. */
export interface BegunAct {
  readonly ref: { readonly customerId: string; readonly caseId: string };
  readonly customer: Customer;
  readonly dunningCase: DunningCase;
  /** Everything current of the payer, the case's other letters and invoices among it, as read when the act began. */
  readonly file: CustomerFile;
  readonly planned: Planned;
  readonly situation: Situation;
  readonly now: Instant;
  /** The key of the effect: the same on every repeat of this act. */
  readonly effectKey: string;
  /** What the provider said of the invoice a moment ago; undefined where the act does not rest on it. */
  readonly truth?: ProviderInvoice | undefined;
}

/** Acts rest on the provider's word where they can ask it, when it is their turn. */
export type ActPorts = CasePorts & {
  readonly payments?: Payments | undefined;
  readonly turns?: { present(turns: Turns | undefined): void } | undefined;
};

const effectKeyOf = (caseId: string, { key, failures }: Planned): string =>
  failures === undefined ? `${caseId}:${key}` : `${caseId}:${key}:${failures}`;

/** The case, after it has heard of an execution that is newer than itself. */
async function fileFor(ports: CasePorts, { customerId, caseId, epoch, step }: StepInput): Promise<CustomerFile> {
  const file = await readFileWithCase(ports.state, { customerId, caseId });
  const stored = caseIn(file, caseId);
  const { policy } = situationOf(ports.policy, stored, file, ports.clock.now());
  if (!knowsMore({ epoch, step }, stored, policy)) return file;
  await changeCase(ports, { customerId, caseId }, { type: "rewound", newer: { epoch, step } });
  return readFileWithCase(ports.state, { customerId, caseId });
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
 *   nothing is to be done, and the next plan says why.
 */
async function beginAct(ports: CasePorts, step: StepInput): Promise<BegunAct | undefined> {
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
    file,
    planned,
    situation,
    now: situation.now,
    effectKey,
  };
}

/** A box of the workflow: takes the workflow's input, acts, and answers with the next step. */
export type ActHandler = (input: unknown) => Promise<StepOutput>;

/** Takes effect under the act's key, and tells what came of it. */
type CarryOut<Ports> = (ports: Ports, act: BegunAct) => Promise<ActResult>;

/** What the provider says of an act's invoice, as it was read for the act. */
export const truthOf = async ({ payments }: { readonly payments: Payments }, act: BegunAct): Promise<ProviderInvoice> =>
  act.truth ?? payments.readInvoice(act.dunningCase.invoiceId);

const resultOf = (ruling: Exclude<Ruling, { rule: "proceed" }>): ActResult => {
  switch (ruling.rule) {
    case "record":
      return { act: "settled", settled: ruling.settled };
    case "hold": {
      const { why, until, reason, forPerson } = ruling;
      return { act: "waits", why, until, reason, forPerson };
    }
    case "pass-over":
      return { act: "passed-over", reason: ruling.reason };
  }
};

/** A person is asked whatever the provider says, and a pause has a look of its own. */
const restsOnTruth = ({ planned }: BegunAct): boolean => planned.act !== "hand-to-person" && planned.act !== "resume";

/** What an act came to, and what was learned on the way. */
interface Outcome {
  /** Undefined if it was left for a later time, which the next plan tells. */
  readonly result: ActResult | undefined;
  readonly truth?: ProviderInvoice | undefined;
}

/** Looks at the provider right before the act, and decides on what it says whether the act is carried out. */
async function actOn<Ports extends ActPorts>(ports: Ports, act: BegunAct, carry: CarryOut<Ports>): Promise<Outcome> {
  if (ports.policy.dunning.dryRun) return { result: drily(act) };
  if (ports.payments === undefined || !restsOnTruth(act)) return { result: await carry(ports, act) };
  const truth = await ports.payments.readInvoice(act.dunningCase.invoiceId);
  const { situation, planned } = act;
  const dunningCase = decide(act.dunningCase, { type: "looked", truth }, situation).state;
  const key = presentKey(planned.key, situation.policy);
  const ruling = decideOnTruth({ act: planned.act, key, dunningCase, truth }, situation);
  if (ruling.rule !== "proceed") return { result: resultOf(ruling), truth };
  // What was just learned may put the act off: a debit that came back is not followed by the next charge at once.
  if (!isWantedNow(adopted(dunningCase, situation.policy), key, situation)) return { result: undefined, truth };
  return { result: await carry(ports, { ...act, dunningCase, truth }), truth };
}

/** The same, or when to come back if a service has no room for it now; spread by the case where no turn was kept. */
async function actInTurn<Ports extends ActPorts>(
  ports: Ports,
  act: BegunAct,
  carry: CarryOut<Ports>,
): Promise<Outcome> {
  const { turn } = act.dunningCase;
  if (turn?.key === act.planned.key) ports.turns?.present(turn.kept);
  try {
    return await actOn(ports, act, carry);
  } catch (error) {
    if (!(error instanceof NotYetError)) throw error;
    const { from, until, turns } = error;
    return { result: { act: "not-yet", until: between(from, until, `${act.effectKey}:${from}`), kept: turns } };
  }
}

/** What an act comes to in a dry run. The end of the ladder is the end there as well, or the case would have none. */
const drily = ({ planned }: BegunAct): ActResult =>
  planned.act === "close" ? { act: "close", end: "dry-run" } : { act: "passed-over", reason: "this is a dry run" };

/** Acts that a box goes on with by itself where they come next and are due already. */
type GoesOnWith<Ports> = Readonly<Partial<Record<Act, CarryOut<Ports>>>>;

/**
 * Carries out one act of a case, records what came of it and plans the next step, both in one save. An act that was done
 * before, or that the case no longer waits for, is left alone, and the case is planned from where it stands. Dying after
 * the effect and before the record is met by the effect's key; dying after the record by the case, which knows it.
 * An act that a service has no room for comes back when it has.
 */
export function actHandler<Ports extends ActPorts>(
  ports: Ports,
  carryOut: CarryOut<Ports>,
  goesOnWith: GoesOnWith<Ports> = {},
): ActHandler {
  const take = async (execution: StepInput, carry: CarryOut<Ports>): Promise<StepOutput> => {
    const { customerId, caseId, epoch, step } = execution;
    const ref = { customerId, caseId };
    const plan = { type: "plan", epoch, step } as const;
    const act = await beginAct(ports, execution);
    if (act === undefined) return stepOutput(execution, await changeCase(ports, ref, plan), ports.clock.now());
    const { result, truth } = await actInTurn(ports, act, carry);
    const looked = truth === undefined ? [] : [{ type: "looked", truth } as const];
    const acted = result === undefined ? [] : [{ type: "acted", key: act.planned.key, result } as const];
    const output = stepOutput(execution, await changeCase(ports, ref, ...looked, ...acted, plan), ports.clock.now());
    const next = output.step;
    if (!("key" in next) || next.dueAt > ports.clock.now()) return output;
    const goOn = goesOnWith[next.act];
    return goOn === undefined ? output : take({ ...execution, step: next }, goOn);
  };
  return (input) => take(parseInput(stepInputSchema, input), carryOut);
}
