import type { Payments } from "../platform/ports/payments.ts";
import { beginAct } from "./begin-act.ts";
import { type CasePorts, changeCase } from "./change-case.ts";

type Ports = CasePorts & { readonly payments: Payments };

/** Resumes a subscription that this case had paused. */
export function createResumeSubscription(ports: Ports): (input: unknown) => Promise<void> {
  return async (input) => {
    const act = await beginAct(ports, input);
    if (act === undefined) return;
    const { subscriptionId } = act.dunningCase;
    if (subscriptionId !== undefined) await ports.payments.resumeSubscription(subscriptionId, act.effectKey);
    await changeCase(ports, act.ref, { type: "acted", key: act.planned.key, result: { act: "resume" } });
  };
}
