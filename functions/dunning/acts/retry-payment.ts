import type { ProviderInvoice } from "../../billing/payments.ts";
import type { DunningCase } from "../case.ts";
import { changeCase } from "../change-case.ts";
import { refusal } from "../climb.ts";
import type { ActResult } from "../decide-act.ts";
import { methodOfCase } from "../method-of-case.ts";
import { type ActHandler, type ActPorts, actHandler, type BegunAct, truthOf } from "./act-handler.ts";
import { type WritingPorts, writeLetter } from "./notify.ts";

type Ports = ActPorts & WritingPorts;

/** The provider may know why the first charge failed before its events have said so. */
async function learnDecline(ports: Ports, act: BegunAct, invoice: ProviderInvoice): Promise<DunningCase> {
  const { lastDecline, cardBrand, cardLast4 } = invoice;
  const { dunningCase, ref } = act;
  if (dunningCase.decline !== undefined || lastDecline === undefined) return dunningCase;
  const card = { cardId: dunningCase.cardId, cardBrand, cardLast4, cardCountry: dunningCase.cardCountry };
  const { openedAt } = dunningCase;
  const { state } = await changeCase(ports, ref, { type: "decline-learned", decline: lastDecline, at: openedAt, card });
  return state;
}

async function charge(ports: Ports, act: BegunAct): Promise<ActResult> {
  const { effectKey, situation, now } = act;
  const invoice = await truthOf(ports, act);
  const dunningCase = await learnDecline(ports, act, invoice);
  const reason = refusal(dunningCase, situation.context, now, invoice);
  if (reason !== undefined) return { act: "passed-over", reason };
  const { invoiceId } = dunningCase;
  const { methodId } = methodOfCase(dunningCase, situation.context, now, invoice).method ?? {};
  const outcome = await ports.payments.payInvoice({ invoiceId, idempotencyKey: effectKey, methodId });
  return { act: "retry-payment", outcome, methodId };
}

/**
 * Charges the invoice once more, if it is still open and the card may be charged; then writes the letter of the same
 * moment, if there is one: what the charge was declined for, or the thanks.
 */
export const createRetryPayment = (ports: Ports): ActHandler =>
  actHandler(ports, charge, { notify: writeLetter, "warn-of-pause": writeLetter });
