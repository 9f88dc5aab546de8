import { RetryableError } from "../platform/errors.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Store } from "../platform/ports/store.ts";
import type { Workflows } from "../platform/ports/workflows.ts";
import { saveUnlessStale } from "../platform/save-unless-stale.ts";
import type { DunningCase } from "./case.ts";
import { caseItem, caseKey, changeCaseBy, parseCase } from "./case-store.ts";
import { adopted } from "./former-keys.ts";
import type { PolicyForDunning } from "./policy/dunning-policy.ts";
import { toldOfNewer } from "./rewound.ts";

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

/** More names than any case has used, when each is as far from the last as all before together. */
const namesTried = 24;

async function remember(ports: StartPorts, { customerId, caseId, epoch }: DunningCase): Promise<void> {
  const item = await ports.state.load(caseKey(customerId, caseId));
  if (item === undefined) return;
  const stored = parseCase(item);
  if (stored.startedEpoch >= epoch) return;
  const started = { ...stored, startedEpoch: epoch };
  await saveUnlessStale(ports.state, caseItem(started, item.rev, ports.clock.now(), ports.policy));
}

/** The case under an epoch whose name is not spent yet; undefined if it is gone, or somebody else has started it. */
async function renamed(ports: StartPorts, dunningCase: DunningCase, by: number): Promise<DunningCase | undefined> {
  const { customerId, caseId, epoch } = dunningCase;
  const item = await ports.state.load(caseKey(customerId, caseId));
  const stored = item && parseCase(item);
  if (stored === undefined || !awaitsExecution(stored) || stored.epoch !== epoch) return undefined;
  const newer = { epoch: epoch + by };
  const decision = await changeCaseBy(ports, { customerId, caseId }, (before, situationOf) =>
    toldOfNewer(adopted(before, ports.policy.dunning), newer, situationOf(before)),
  );
  return decision.state;
}

/**
 * Starts the execution of a saved case and remembers that it did. Dying in between is harmless: starting the same
 * execution again is success, and the first plan of the execution says that it runs. An epoch whose name is spent though
 * nobody is known to have started it tells that the case was restored from an earlier state: it goes on under a new one.
 */
export async function startExecution(ports: StartPorts, dunningCase: DunningCase): Promise<void> {
  let current: DunningCase | undefined = dunningCase;
  for (let tried = 0; current !== undefined && tried < namesTried; tried += 1) {
    const { customerId, caseId, epoch }: DunningCase = current;
    const answer = await ports.workflows.startDunning({ customerId, caseId, epoch });
    if (answer === "started") return remember(ports, current);
    current = await renamed(ports, current, 2 ** tried);
  }
  if (current !== undefined)
    throw new RetryableError(`No execution of case ${dunningCase.caseId} could be started: every name is spent.`);
}
