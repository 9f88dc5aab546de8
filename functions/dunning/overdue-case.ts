import type { DueKind } from "../platform/due-kind.ts";
import type { Log } from "../platform/ports/log.ts";
import { stillTroubled } from "../platform/trouble.ts";
import type { DunningCase } from "./case.ts";
import { type CasePorts, caseDue, parseCase } from "./case-store.ts";
import { changeCase } from "./change-case.ts";
import type { DunningInput } from "./decide.ts";
import { type StartPorts, startExecution } from "./start-executions.ts";

type Ports = CasePorts & StartPorts & { readonly log: Log };

/**
 * Why a case is overdue. An execution that ran to its end while its case is open knew more than the case does: the store
 * was restored from an earlier state. Starting one that sleeps changes nothing, and one that never began begins.
 */
async function overdueBecause({ workflows }: Ports, overdue: DunningCase): Promise<DunningInput> {
  const { customerId, caseId, epoch, startedEpoch } = overdue;
  if (startedEpoch < epoch) return { type: "overdue" };
  const answer = await workflows.startDunning({ customerId, caseId, epoch });
  return answer === "spent" ? { type: "rewound", newer: { epoch: epoch + 1 } } : { type: "overdue" };
}

/**
 * A case untouched long after its time: it is woken, and a new execution carries it on. Waking is no progress yet: only
 * what the execution saves is, and a case woken over and over is woken ever later and then parked.
 */
export const overdueCase = (ports: Ports): DueKind => ({
  name: caseDue,
  // Step Functions starts a few hundred executions a second at most, for all that ask.
  atOnce: 8,
  store: ports.state,
  take: async (item) => {
    const waking = { ...ports, state: stillTroubled(ports.state, item) };
    const overdue = parseCase(item);
    const { customerId, caseId } = overdue;
    const { state } = await changeCase(waking, { customerId, caseId }, await overdueBecause(ports, overdue));
    ports.log.warn("case-overdue", { caseId, epoch: state.epoch });
    if (state.status !== "closed") await startExecution(waking, state);
  },
});
