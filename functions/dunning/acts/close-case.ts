import type { Payments } from "../../billing/payments.ts";
import type { CasePorts } from "../case-store.ts";
import type { ActResult } from "../decide-act.ts";
import type { DunningPolicy } from "../policy/dunning-policy.ts";
import { type ActHandler, actHandler, type BegunAct } from "./act-handler.ts";

type Ports = CasePorts & { readonly payments: Payments };
type End = NonNullable<DunningPolicy["steps"][number]["end"]>;

const endOf = (policy: DunningPolicy): End => policy.steps.find(({ end }) => end !== undefined)?.end ?? "leave-open";

async function carryOut(end: End, { payments }: Ports, { dunningCase, effectKey }: BegunAct): Promise<void> {
  const { invoiceId, subscriptionId } = dunningCase;
  switch (end) {
    case "leave-open":
      return;
    case "mark-uncollectible":
      return payments.markUncollectible(invoiceId, `${effectKey}:invoice`);
    case "cancel-subscription":
      await payments.markUncollectible(invoiceId, `${effectKey}:invoice`);
      if (subscriptionId !== undefined) await payments.cancelSubscription(subscriptionId, `${effectKey}:subscription`);
  }
}

/** Reads the invoice once more: what was paid in the last minute is not given up. */
async function close(ports: Ports, act: BegunAct): Promise<ActResult> {
  const end = endOf(ports.policy.dunning);
  const { status } = await ports.payments.readInvoice(act.dunningCase.invoiceId);
  if (status === "paid" || status === "void") return { act: "not-open", status };
  await carryOut(end, ports, act);
  return { act: "close", end };
}

/** Ends a case that the ladder did not recover, as the policy says. */
export function createCloseCase(ports: Ports): ActHandler {
  return actHandler(ports, close);
}
