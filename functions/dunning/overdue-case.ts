import type { DueKind } from "../platform/due-kind.ts";
import type { Log } from "../platform/ports/log.ts";
import { stillTroubled } from "../platform/trouble.ts";
import { type CasePorts, caseDue, changeCase, parseCase } from "./case-store.ts";
import { type StartPorts, startExecution } from "./start-executions.ts";

/**
 * A case untouched long after its time: it is woken, and a new execution carries it on. Waking is no progress yet: only
 * what the execution saves is, and a case woken over and over is woken ever later and then parked.
 */
export const overdueCase = (ports: CasePorts & StartPorts & { readonly log: Log }): DueKind => ({
  name: caseDue,
  store: ports.state,
  take: async (item) => {
    const waking = { ...ports, state: stillTroubled(ports.state, item) };
    const { customerId, caseId } = parseCase(item);
    const { state } = await changeCase(waking, { customerId, caseId }, { type: "overdue" });
    ports.log.warn("case-overdue", { caseId, epoch: state.epoch });
    if (state.status !== "closed") await startExecution(waking, state);
  },
});
