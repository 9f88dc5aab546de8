import { StaleRevisionError, TerminalError } from "../platform/errors.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Store } from "../platform/ports/store.ts";
import type { Policy } from "../policy/policy.ts";
import type { DunningCase } from "./case.ts";
import { caseContext } from "./case-context.ts";
import { caseItem } from "./case-item.ts";
import { type CustomerFile, readCustomerFile } from "./customer-file.ts";
import { type DunningInput, decide } from "./decide.ts";
import type { Decision } from "./decision.ts";

/** What it takes to decide about a stored case. */
export interface CasePorts {
  readonly state: Store;
  readonly policy: Policy;
  readonly clock: Clock;
}

/** Which case, by opaque ids. */
export interface CaseRef {
  readonly customerId: string;
  readonly caseId: string;
}

/** How often a decision is made anew because somebody else saved first. */
const decideAtMost = 8;

/** Somebody deleted the case, or it never was; a TerminalError to the workflow. */
export class NoSuchCaseError extends TerminalError {}

/** @throws NoSuchCaseError */
export function caseIn(file: CustomerFile, caseId: string): DunningCase {
  const dunningCase = file.cases.get(caseId);
  if (dunningCase === undefined) throw new NoSuchCaseError(`There is no case ${caseId}.`);
  return dunningCase;
}

async function decideOnce(ports: CasePorts, ref: CaseRef, input: DunningInput): Promise<Decision> {
  const file = await readCustomerFile(ports.state, ref.customerId);
  const before = caseIn(file, ref.caseId);
  const now = ports.clock.now();
  const context = caseContext(before, file.known, file.cases, ports.policy);
  const decision = decide(before, input, ports.policy.dunning, context, now);
  if (decision.state !== before) {
    const rev = file.known.revs.get(`dunning#${ref.caseId}`) ?? 0;
    await ports.state.save(caseItem(decision.state, rev, now, ports.policy.dunning.overdueAfter));
  }
  return decision;
}

/**
 * Loads a case, decides, saves; decides anew if the case changed meanwhile.
 * @throws NoSuchCaseError, StaleRevisionError if others keep saving first.
 */
export async function changeCase(ports: CasePorts, ref: CaseRef, input: DunningInput): Promise<Decision> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await decideOnce(ports, ref, input);
    } catch (error) {
      if (!(error instanceof StaleRevisionError) || tries >= decideAtMost) throw error;
    }
  }
}
