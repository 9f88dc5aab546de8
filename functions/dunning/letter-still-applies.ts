import type { Payments } from "../billing/payments.ts";
import type { Message } from "../messages/message.ts";
import type { Store } from "../platform/ports/store.ts";
import { caseKey, parseCase } from "./case-store.ts";
import type { PolicyForDunning } from "./policy/dunning-policy.ts";

/** Whether a letter that nobody confirmed is still true and should be sent again. */
export async function letterStillApplies(
  ports: { readonly state: Store; readonly payments: Payments; readonly policy: PolicyForDunning },
  message: Message,
): Promise<boolean> {
  if (ports.policy.dunning.dryRun) return false;
  const item = await ports.state.load(caseKey(message.customerId, message.caseId));
  if (item === undefined) return false;
  const { status, outcome, invoiceId } = parseCase(item);
  switch (message.name) {
    case "hand-over":
      return true;
    case "recovered":
      return outcome?.kind === "recovered";
    case "ended":
      return outcome?.kind === "lost";
    default:
      return status === "open" && (await ports.payments.readInvoice(invoiceId)).status === "open";
  }
}

/** Whether the law asks for a letter of dunning. It asks for none: they are about a contract and its bill. */
export const isLegalNotice = (): boolean => false;
