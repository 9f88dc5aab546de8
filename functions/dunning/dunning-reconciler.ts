import type { KnownCustomer } from "../billing/known-customer.ts";
import type { Reconciler } from "../billing/reconciler.ts";
import { letterFates } from "../messages/letter-fates.ts";
import type { Cases } from "./case-context.ts";
import { caseKey, changedCaseItems, parseCases } from "./case-store.ts";
import { caseIdOf } from "./open-case.ts";
import { reconcile } from "./reconcile.ts";
import { settlingCases } from "./settled-cases.ts";
import { awaitsExecution, type StartPorts, startExecution } from "./start-executions.ts";

/** One invoice has one case, for ever: what another partition serves or has served is not taken up here. */
const withoutServed = (known: KnownCustomer, elsewhere: Cases): KnownCustomer => ({
  ...known,
  invoices: new Map([...known.invoices].filter(([id]) => !elsewhere.has(caseIdOf(known.customer?.provider ?? "", id)))),
});

/** How dunning moves a payer's cases when facts change: opened, told, closed; then their executions are started. */
export const dunningReconciler = (ports: StartPorts): Reconciler => ({
  reconcile: ({ items, heldElsewhere, before, known, now }) => {
    const cases = parseCases(items);
    const own = withoutServed(known, parseCases(heldElsewhere));
    const after = reconcile({ known: own, cases, letters: letterFates(items) }, ports.policy, now);
    return {
      items: changedCaseItems({ before: cases, after, revs: before.revs, now }, ports.policy),
      wake: async () => {
        for (const dunningCase of [...after.values()].filter(awaitsExecution)) await startExecution(ports, dunningCase);
      },
    };
  },
  placesFor: (provider, invoiceId) => [caseKey("", caseIdOf(provider, invoiceId)).sk],
  settling: settlingCases,
});
