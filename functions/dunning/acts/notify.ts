import type { Payments } from "../../billing/payments.ts";
import { type DeliveryOutcome, type DeliveryPorts, deliver } from "../../contact/deliver.ts";
import { addresseeOf } from "../addressee.ts";
import type { Promised } from "../case.ts";
import type { CasePorts } from "../case-store.ts";
import type { ActResult } from "../decide-act.ts";
import { presentKey } from "../former-keys.ts";
import { messageOfKey } from "../ladder.ts";
import type { MessageName } from "../message-kinds.ts";
import { outlook } from "../plan.ts";
import { type ActHandler, actHandler, type BegunAct, truthOf } from "./act-handler.ts";
import { type LetterPorts, letterToCustomer } from "./letter.ts";

/** What it takes to write to a customer about a case. */
export type WritingPorts = DeliveryPorts & LetterPorts & { readonly payments: Payments };

/** What the case makes of a delivery. */
function messageResult(name: MessageName, delivery: DeliveryOutcome, promised?: Promised): ActResult {
  switch (delivery.outcome) {
    case "sent":
    case "already-sent":
      return { act: "message", name, delivery: "sent", promised };
    case "unconfirmed":
      return { act: "message", name, delivery: "unconfirmed", promised };
    case "held":
      return { act: "message", name, delivery: "held", until: delivery.until, reason: delivery.because };
    case "dropped":
      return { act: "message", name, delivery: "undeliverable", reason: delivery.reason };
  }
}

/** Writes the letter of an act. */
export async function writeLetter(ports: WritingPorts, act: BegunAct): Promise<ActResult> {
  const { customer, dunningCase, planned } = act;
  const name = messageOfKey(presentKey(planned.key, ports.policy.dunning), ports.policy.dunning);
  if (name === undefined) return { act: "passed-over", reason: `the policy no longer has a message at ${planned.key}` };
  if (name === "paused" && !dunningCase.paused) return { act: "passed-over", reason: "the subscription is not paused" };
  const invoice = await truthOf(ports, act);
  const addressee = addresseeOf(dunningCase, customer, invoice);
  if ("nobody" in addressee) return { act: "message", name, delivery: "undeliverable", reason: addressee.nobody };
  const letter = await letterToCustomer(ports, { ...act, customer: addressee.customer }, name, { invoice });
  if (letter === undefined)
    return { act: "message", name, delivery: "undeliverable", reason: "the customer has no valid e-mail address" };
  const { nextAttemptAt: attemptAt, pauseAt, endAt } = outlook(dunningCase, act.situation);
  return messageResult(name, await deliver(ports, letter), { attemptAt, pauseAt, endAt });
}

/** Writes to the customer, and whatever else there is to be said at the same moment. */
export const createNotify = (ports: CasePorts & WritingPorts): ActHandler =>
  actHandler(ports, writeLetter, { notify: writeLetter, "warn-of-pause": writeLetter });
