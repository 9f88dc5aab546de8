import type { Payments } from "../../billing/payments.ts";
import type { CasePorts } from "../change-case.ts";
import type { ActResult } from "../decide-act.ts";
import { type ActHandler, actHandler } from "./act-handler.ts";
import type { BegunAct } from "./begin-act.ts";

type Ports = CasePorts & { readonly payments: Payments };

async function pause({ payments }: Ports, { dunningCase, effectKey }: BegunAct): Promise<ActResult> {
  const { invoiceId, subscriptionId } = dunningCase;
  if (subscriptionId === undefined) return { act: "passed-over", reason: "the invoice belongs to no subscription" };
  const { status } = await payments.readInvoice(invoiceId);
  if (status !== "open") return { act: "not-open", status };
  await payments.pauseSubscription(subscriptionId, effectKey);
  return { act: "pause" };
}

/** Pauses the subscription, if its invoice is still unpaid this moment. */
export function createPauseSubscription(ports: Ports): ActHandler {
  return actHandler(ports, pause);
}
