import type { Clock } from "../platform/ports/clock.ts";
import type { Store } from "../platform/ports/store.ts";
import type { Workflows } from "../platform/ports/workflows.ts";
import { saveUnlessStale } from "../platform/save-unless-stale.ts";
import type { DunningCase } from "./case.ts";
import { caseItem, caseKey, parseCase } from "./case-store.ts";
import type { PolicyForDunning } from "./policy/dunning-policy.ts";

/** What it takes to start executions. */
export interface StartPorts {
  readonly state: Store;
  readonly workflows: Workflows;
  readonly policy: PolicyForDunning;
  readonly clock: Clock;
}

/** Whether the case waits for an execution that nobody is known to have started. */
export const awaitsExecution = ({ status, epoch, startedEpoch }: DunningCase): boolean =>
  status !== "closed" && startedEpoch < epoch;

/**
 * Starts the execution of a saved case and remembers that it did. Dying in between is harmless: starting the same
 * execution again is success, and the first plan of the execution says that it runs.
 */
export async function startExecution(ports: StartPorts, { customerId, caseId, epoch }: DunningCase): Promise<void> {
  await ports.workflows.startDunning({ customerId, caseId, epoch });
  const item = await ports.state.load(caseKey(customerId, caseId));
  if (item === undefined) return;
  const stored = parseCase(item);
  if (stored.startedEpoch >= epoch) return;
  const started = { ...stored, startedEpoch: epoch };
  await saveUnlessStale(ports.state, caseItem(started, item.rev, ports.clock.now(), ports.policy.dunning.overdueAfter));
}
