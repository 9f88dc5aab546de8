import type { Payments } from "../../billing/payments.ts";
import type { CasePorts } from "../case-store.ts";
import type { ActResult } from "../decide-act.ts";
import { type ActHandler, actHandler, type BegunAct } from "./act-handler.ts";

type Ports = CasePorts & { readonly payments: Payments };

async function resume({ payments }: Ports, { dunningCase, effectKey }: BegunAct): Promise<ActResult> {
  const { subscriptionId } = dunningCase;
  if (subscriptionId !== undefined) await payments.resumeSubscription(subscriptionId, effectKey);
  return { act: "resume" };
}

/** Resumes a subscription that this case had paused. */
export const createResumeSubscription = (ports: Ports): ActHandler => actHandler(ports, resume);
