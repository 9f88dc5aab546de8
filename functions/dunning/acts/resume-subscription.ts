import type { Payments } from "../../billing/payments.ts";
import type { ActResult } from "../decide-act.ts";
import { lookAtPause } from "../lift-pause.ts";
import { changePause } from "../pause-store.ts";
import { pauseOfCase } from "../subscription-pause.ts";
import { type ActHandler, type ActPorts, actHandler, type BegunAct } from "./act-handler.ts";

type Ports = ActPorts & { readonly payments: Payments };

async function resume(ports: Ports, { dunningCase, now }: BegunAct): Promise<ActResult> {
  const { customerId, subscriptionId } = dunningCase;
  if (subscriptionId === undefined) return { act: "resume", looked: { found: "none" } };
  const ref = { customerId, subscriptionId };
  // Paused before pauses had a place of their own, or known of only through an execution that outlived a restore.
  await changePause(ports.state, ref, { now }, (before) => before ?? pauseOfCase(dunningCase, subscriptionId));
  return { act: "resume", looked: await lookAtPause(ports, ref) };
}

/** Lifts the pause of a subscription that this case had paused, unless another invoice of it is still owed. */
export const createResumeSubscription = (ports: Ports): ActHandler => actHandler(ports, resume);
