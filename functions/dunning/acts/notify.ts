import type { Payments } from "../../billing/payments.ts";
import { type DeliveryOutcome, type DeliveryPorts, deliver } from "../../contact/deliver.ts";
import { addresseeOf } from "../addressee.ts";
import type { DunningCase, Promised } from "../case.ts";
import { caseContext } from "../case-context.ts";
import type { ActResult } from "../decide-act.ts";
import { decideOnTruth } from "../decide-on-truth.ts";
import { presentKey } from "../former-keys.ts";
import { messageOfKey } from "../ladder.ts";
import type { MessageName } from "../message-kinds.ts";
import { partOf } from "../part-in-conversation.ts";
import { outlook } from "../plan.ts";
import { type ActHandler, type ActPorts, actHandler, type BegunAct, truthOf } from "./act-handler.ts";
import { firstDueAt, type LetterPorts, letterToCustomer } from "./letter.ts";

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

/** Those of the other cases of which the letter is true by what the provider says this moment, with what they owe. */
async function alsoTrueOf(ports: WritingPorts, act: BegunAct, others: readonly DunningCase[]): Promise<DunningCase[]> {
  const { planned, situation, file } = act;
  const named: DunningCase[] = [];
  for (const other of others) {
    const truth = await ports.payments.readInvoice(other.invoiceId);
    const question = { act: planned.act, key: planned.key, dunningCase: other, truth };
    const context = caseContext(other, file, ports.policy);
    if (decideOnTruth(question, { ...situation, context }).rule !== "proceed") continue;
    named.push({ ...other, amount: truth.amountRemaining });
  }
  return named;
}

/** Writes the letter of an act, unless another case of the payer says it, or has said it, for this one too. */
export async function writeLetter(ports: WritingPorts, act: BegunAct): Promise<ActResult> {
  const { dunningCase, planned, file, situation } = act;
  const name = messageOfKey(presentKey(planned.key, situation.policy), situation.policy);
  if (name === undefined) return { act: "passed-over", reason: `the policy no longer has a message at ${planned.key}` };
  if (name === "paused" && !dunningCase.paused) return { act: "passed-over", reason: "the subscription is not paused" };
  const since = firstDueAt(act);
  const part = partOf({ dunningCase, name, key: planned.key, since, file, situation, policy: ports.policy });
  switch (part.do) {
    case "told":
      return { act: "message", name, delivery: "told", by: part.by, promised: part.promised };
    case "leave":
      return { act: "message", name, delivery: "left", reason: part.because };
    case "wait":
      return { act: "message", name, delivery: "held", until: part.until, reason: part.because };
    case "speak":
      return speak(ports, act, name, part.for);
  }
}

/** Writes a letter that names the invoices of all these cases, as far as they are still unpaid this moment. */
async function speak(
  ports: WritingPorts,
  act: BegunAct,
  name: MessageName,
  members: readonly DunningCase[],
): Promise<ActResult> {
  const { customer, dunningCase } = act;
  const invoice = await truthOf(ports, act);
  const addressee = addresseeOf(dunningCase, customer, invoice);
  if ("nobody" in addressee) return { act: "message", name, delivery: "undeliverable", reason: addressee.nobody };
  const others = members.filter(({ caseId }) => caseId !== dunningCase.caseId);
  const named = dunningCase.status === "open" ? await alsoTrueOf(ports, act, others) : others;
  const about = members.flatMap((member) =>
    member.caseId === dunningCase.caseId ? member : named.filter(({ caseId }) => caseId === member.caseId),
  );
  const letter = await letterToCustomer(ports, { ...act, customer: addressee.customer }, name, { invoice, about });
  if (letter === undefined)
    return { act: "message", name, delivery: "undeliverable", reason: "the customer has no valid e-mail address" };
  const { nextAttemptAt: attemptAt, pauseAt, endAt } = outlook(dunningCase, act.situation);
  return messageResult(name, await deliver(ports, letter), { attemptAt, pauseAt, endAt });
}

/** Writes to the customer, and whatever else there is to be said at the same moment. */
export const createNotify = (ports: ActPorts & WritingPorts): ActHandler =>
  actHandler(ports, writeLetter, { notify: writeLetter, "warn-of-pause": writeLetter });
