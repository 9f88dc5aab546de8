import type { Payments } from "../../billing/payments.ts";
import { changeCase } from "../change-case.ts";
import type { ActResult } from "../decide-act.ts";
import { endOf } from "../end-of-case.ts";
import { type ActHandler, type ActPorts, actHandler, type BegunAct } from "./act-handler.ts";

type Ports = ActPorts & { readonly payments: Payments };

/**
 * That the end is begun is saved before it is: what the provider tells of it meanwhile is our own doing. A payment may
 * come between the look and the end, and the provider leaves what is paid as it is: so it is asked once more, before
 * anything is ended for good.
 */
async function close(ports: Ports, act: BegunAct): Promise<ActResult> {
  const { dunningCase, effectKey, planned, ref, situation } = act;
  const { invoiceId, subscriptionId } = dunningCase;
  const end = endOf(dunningCase, situation.policy);
  if (end === "leave-open") return { act: "close", end };
  await changeCase(ports, ref, { type: "ending", key: planned.key });
  await ports.payments.markUncollectible(invoiceId, `${effectKey}:invoice`);
  const { status, paidWith: by, amountPaid } = await ports.payments.readInvoice(invoiceId);
  if (status === "paid") return { act: "settled", settled: { kind: "paid", by, amountPaid } };
  if (end === "cancel-subscription" && subscriptionId !== undefined)
    await ports.payments.cancelSubscription(subscriptionId, `${effectKey}:subscription`);
  return { act: "close", end };
}

/** Ends a case that the ladder did not recover, as the policy says. */
export function createCloseCase(ports: Ports): ActHandler {
  return actHandler(ports, close);
}
