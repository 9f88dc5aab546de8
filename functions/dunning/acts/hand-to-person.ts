import { type DeliveryPorts, deliver } from "../../contact/deliver.ts";
import { TerminalError } from "../../platform/errors.ts";
import type { ActResult } from "../decide-act.ts";
import { type ActHandler, actHandler } from "./act-handler.ts";
import type { BegunAct } from "./begin-act.ts";
import { letterToSupport } from "./letter.ts";

/** @throws TerminalError if billing support cannot be written to: then the alarm of failed steps is what is left. */
async function handOver(ports: DeliveryPorts, act: BegunAct): Promise<ActResult> {
  const delivery = await deliver(ports, letterToSupport(ports, act));
  if (delivery.outcome === "dropped") throw new TerminalError(`Billing support could not be told: ${delivery.reason}`);
  return { act: "hand-to-person" };
}

/** Asks billing support, by e-mail, to take over what a machine cannot mend. */
export const createHandToPerson = (ports: DeliveryPorts): ActHandler => actHandler(ports, handOver);
