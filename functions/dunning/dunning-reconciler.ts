import type { Reconciler } from "../billing/reconciler.ts";
import { letterFates } from "../messages/letter-fates.ts";
import { changedCaseItems, parseCases } from "./case-store.ts";
import { reconcile } from "./reconcile.ts";
import { awaitsExecution, type StartPorts, startExecution } from "./start-executions.ts";

/** How dunning moves a payer's cases when facts change: opened, told, closed; then their executions are started. */
export const dunningReconciler =
  (ports: StartPorts): Reconciler =>
  ({ items, before, known, now }) => {
    const cases = parseCases(items);
    const after = reconcile({ known, cases, letters: letterFates(items) }, ports.policy, now);
    return {
      items: changedCaseItems({ before: cases, after, revs: before.revs, now }, ports.policy.dunning.overdueAfter),
      wake: async () => {
        for (const dunningCase of [...after.values()].filter(awaitsExecution)) await startExecution(ports, dunningCase);
      },
    };
  };
