import type { DueKind } from "../platform/due-kind.ts";
import type { Log } from "../platform/ports/log.ts";
import { type CasePorts, caseDue, changeCase, parseCase } from "./case-store.ts";
import { type StartPorts, startExecution } from "./start-executions.ts";

/** A case untouched long after its time: it is woken, and a new execution carries it on. */
export const overdueCase = (ports: CasePorts & StartPorts & { readonly log: Log }): DueKind => ({
  name: caseDue,
  store: ports.state,
  take: async (item) => {
    const { customerId, caseId } = parseCase(item);
    const { state } = await changeCase(ports, { customerId, caseId }, { type: "overdue" });
    ports.log.warn("case-overdue", { caseId, epoch: state.epoch });
    if (state.status !== "closed") await startExecution(ports, state);
  },
});
