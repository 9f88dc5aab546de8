import type { DueKind } from "../platform/due-kind.ts";
import type { Log } from "../platform/ports/log.ts";
import { caseKey, parseCases } from "./case-store.ts";
import { changeCase } from "./change-case.ts";
import { type LiftPorts, leavePause, lookAtPause } from "./lift-pause.ts";
import { parsePause, pauseDue } from "./pause-store.ts";
import { awaitsExecution, type StartPorts, startExecution } from "./start-executions.ts";
import type { SubscriptionPause } from "./subscription-pause.ts";

type Ports = LiftPorts & StartPorts & { readonly log: Log };

/** The newest case of the subscription tells the person. */
async function askPerson(ports: Ports, pause: SubscriptionPause, invoiceIds: readonly string[]): Promise<void> {
  const { customerId, subscriptionId } = pause;
  const cases = parseCases(await ports.state.query(caseKey(customerId, "").pk));
  const newest = [...cases.values()]
    .filter((one) => one.subscriptionId === subscriptionId)
    .sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1))[0];
  if (newest === undefined) {
    ports.log.error("drafts-left", { customerId, subscriptionId, drafts: invoiceIds.join(" ") });
    return;
  }
  const { caseId } = newest;
  const { state } = await changeCase(ports, { customerId, caseId }, { type: "drafts-found", invoiceIds });
  if (awaitsExecution(state)) await startExecution(ports, state);
}

/**
 * A pause that stands: the workflow lifts it within minutes of a payment, and this is what is left where it died, was
 * refused, or knew nothing of the payment. In a dry run nothing changes at the provider, and it is looked at again.
 */
export const standingPause = (ports: Ports): DueKind => ({
  name: pauseDue,
  // Each asks the provider at least once.
  atOnce: 8,
  store: ports.state,
  take: async (item) => {
    if (ports.policy.dunning.dryRun) return leavePause(ports, item);
    const pause = parsePause(item);
    const looked = await lookAtPause(ports, pause, (drafts) => askPerson(ports, pause, drafts));
    const { subscriptionId } = pause;
    if (looked.found === "lifted") ports.log.warn("pause-lifted-late", { subscriptionId });
  },
});
