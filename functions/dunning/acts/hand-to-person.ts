import type { PagesAtProvider } from "../../billing/provider-pages.ts";
import { type DeliveryPorts, deliver } from "../../contact/deliver.ts";
import { TerminalError } from "../../platform/errors.ts";
import type { CasePorts } from "../case-store.ts";
import type { ActResult } from "../decide-act.ts";
import { type ActHandler, actHandler, type BegunAct } from "./act-handler.ts";
import { letterToSupport } from "./letter.ts";

type Ports = CasePorts &
  DeliveryPorts & {
    /** Where the company's people see the case at the provider; without it the letter has no such links. */
    readonly pagesAtProvider?: PagesAtProvider | undefined;
  };

/** @throws TerminalError if billing support cannot be written to: then the alarm of failed steps is what is left. */
async function handOver(ports: Ports, act: BegunAct): Promise<ActResult> {
  const delivery = await deliver(ports, letterToSupport(ports, act, await ports.pagesAtProvider?.(act.dunningCase)));
  if (delivery.outcome === "dropped") throw new TerminalError(`Billing support could not be told: ${delivery.reason}`);
  if (delivery.outcome === "held")
    return { act: "message", name: "hand-over", delivery: "held", until: delivery.until, reason: delivery.because };
  return { act: "hand-to-person" };
}

/** Asks billing support, by e-mail, to take over what a machine cannot mend. */
export const createHandToPerson = (ports: Ports): ActHandler => actHandler(ports, handOver);
