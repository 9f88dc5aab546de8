import type { Payments } from "../../billing/payments.ts";
import type { ActResult } from "../decide-act.ts";
import { changePause } from "../pause-store.ts";
import { askedFor } from "../subscription-pause.ts";
import { type ActHandler, type ActPorts, actHandler, type BegunAct } from "./act-handler.ts";

type Ports = ActPorts & { readonly payments: Payments };

async function pause({ payments, state }: Ports, { dunningCase, effectKey, now }: BegunAct): Promise<ActResult> {
  const { subscriptionId } = dunningCase;
  if (subscriptionId === undefined) return { act: "passed-over", reason: "the invoice belongs to no subscription" };
  const { customerId, provider, invoiceId } = dunningCase;
  const asked = { invoiceId, key: effectKey, now };
  await changePause(state, { customerId, subscriptionId }, { now }, (before) =>
    askedFor(before, { customerId, provider, subscriptionId }, asked),
  );
  await payments.pauseSubscription(subscriptionId, effectKey);
  return { act: "pause" };
}

/** Pauses the subscription; that it is paused by us, and for which invoice, is saved before the provider is asked. */
export function createPauseSubscription(ports: Ports): ActHandler {
  return actHandler(ports, pause);
}
