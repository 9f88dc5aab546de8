import { isOfItsPartition } from "../billing/payer.ts";
import type { Payments, ProviderInvoice } from "../billing/payments.ts";
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
  const item = await ports.state.load(caseKey(message.customerId, message.about.id));
  if (item === undefined) return false;
  const dunningCase = parseCase(item);
  const { status, outcome, invoiceId } = dunningCase;
  if (message.name !== "hand-over" && !isOfItsPartition(dunningCase)) return false;
  switch (message.name) {
    case "hand-over":
      return true;
    case "recovered":
      return outcome?.kind === "recovered";
    case "ended":
      return outcome?.kind === "lost";
    default:
      return status === "open" && (await areUnpaid(ports.payments, message.invoiceIds ?? [invoiceId]));
  }
}

/** Nobody is told of a failure while money may be on its way, or the invoice is the merchant's to see to. */
const isUnpaid = ({ status, paymentInProgress, chargedAutomatically, subscription }: ProviderInvoice): boolean =>
  status === "open" &&
  paymentInProgress === undefined &&
  chargedAutomatically !== false &&
  subscription?.pause?.by !== "merchant";

/** A letter is true of all it names, or of nothing. */
async function areUnpaid(payments: Pick<Payments, "readInvoice">, invoiceIds: readonly string[]): Promise<boolean> {
  for (const invoiceId of invoiceIds) if (!isUnpaid(await payments.readInvoice(invoiceId))) return false;
  return true;
}
