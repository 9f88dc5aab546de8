import type { Payments } from "../../billing/payments.ts";
import type { CasePorts } from "../case-store.ts";
import type { ActResult } from "../decide-act.ts";
import { type ActHandler, actHandler, type BegunAct } from "./act-handler.ts";

type Ports = CasePorts & { readonly payments: Payments };

async function pause({ payments }: Ports, { dunningCase, effectKey }: BegunAct): Promise<ActResult> {
  const { subscriptionId } = dunningCase;
  if (subscriptionId === undefined) return { act: "passed-over", reason: "the invoice belongs to no subscription" };
  await payments.pauseSubscription(subscriptionId, effectKey);
  return { act: "pause" };
}

/** Pauses the subscription, if its invoice is still unpaid this moment. */
export function createPauseSubscription(ports: Ports): ActHandler {
  return actHandler(ports, pause);
}
