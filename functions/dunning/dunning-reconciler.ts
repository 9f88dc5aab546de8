import type { KnownCustomer } from "../billing/known-customer.ts";
import type { Reconciler } from "../billing/reconciler.ts";
import { letterFates } from "../messages/letter-fates.ts";
import type { Cases } from "./case-context.ts";
import { caseKey, changedCaseItems, parseCases } from "./case-store.ts";
import { caseIdOf } from "./open-case.ts";
import { parsePauses, pauseItem, pauseKey } from "./pause-store.ts";
import { reconcile } from "./reconcile.ts";
import { reconcilePauses } from "./reconcile-pauses.ts";
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
    const file = { known: own, cases, letters: letterFates(items), pauses: parsePauses(items) };
    const after = reconcile(file, ports.policy, now);
    const pauses = reconcilePauses({
      known: own,
      cases: after,
      before: cases,
      pauses: file.pauses,
      policy: ports.policy.dunning,
      now,
    });
    return {
      items: [
        ...changedCaseItems({ before: cases, after, revs: before.revs, now }, ports.policy),
        ...pauses.map((changed) => pauseItem(changed, before.revs.get(pauseKey(changed.pause).sk) ?? 0, now)),
      ],
      wake: async () => {
        for (const dunningCase of [...after.values()].filter(awaitsExecution)) await startExecution(ports, dunningCase);
      },
    };
  },
  placesFor: (provider, invoiceId) => [1, 2].map((turn) => caseKey("", caseIdOf(provider, invoiceId, turn)).sk),
  settling: settlingCases,
});
