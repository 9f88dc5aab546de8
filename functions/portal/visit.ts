import type { Customer } from "../billing/customer.ts";
import { newCustomer, profileOfPayer } from "../billing/fold-customer.ts";
import { isOfItsPartition } from "../billing/payer.ts";
import type { Payments, ProviderInvoice } from "../billing/payments.ts";
import { type Reader, readerOf } from "../billing/reader.ts";
import { addresseeOf } from "../dunning/addressee.ts";
import type { DunningCase } from "../dunning/case.ts";
import type { CustomerFile } from "../dunning/case-context.ts";
import { itemsWithCase, parseCustomerFile } from "../dunning/case-store.ts";
import { conversationOf } from "../dunning/conversation.ts";
import type { PolicyForDunning } from "../dunning/policy/dunning-policy.ts";
import type { LinkPayload } from "../links/links.ts";
import { messageOf } from "../platform/errors.ts";
import type { Log } from "../platform/ports/log.ts";
import type { Store } from "../platform/ports/store.ts";
import { addressesOf, opensFor } from "./link-holder.ts";

/** The case a valid link speaks of, and how to speak to whoever followed it. */
export interface Visit {
  readonly token: string;
  readonly payload: LinkPayload;
  readonly file: CustomerFile;
  /** What the page is about: the link's own case, or another of the payer's where that one is settled. */
  readonly dunningCase: DunningCase;
  /** The payer's open cases, this one among them if it is open, oldest first. */
  readonly open: readonly DunningCase[];
  readonly customer: Customer;
  /** Where the letters went that carried the link. */
  readonly sentTo: readonly string[];
  readonly reader: Reader;
  /** The invoice as the provider has it this moment; undefined if nothing depends on it, or it did not answer. */
  readonly invoice: ProviderInvoice | undefined;
}

interface Ports {
  readonly state: Store;
  readonly payments: Payments;
  readonly policy: PolicyForDunning;
  readonly log: Log;
}

const isPaidOrWithdrawn = ({ outcome }: DunningCase): boolean =>
  outcome?.kind === "recovered" || outcome?.kind === "voided";

/**
 * What a link is about. It speaks for its payer: where its own invoice is settled and another is not, for that one.
 * @returns undefined if there is no such case, or it was kept with somebody else by mistake.
 * @throws RetryableError if the provider does not answer and its word is needed to know whose the invoice is.
 */
export async function visitOf(ports: Ports, token: string, payload: LinkPayload): Promise<Visit | undefined> {
  const items = await itemsWithCase(ports.state, payload);
  const file = parseCustomerFile(payload.customerId, items);
  const linked = file.cases.get(payload.caseId);
  if (linked === undefined || !isOfItsPartition(linked)) return undefined;
  const open = conversationOf(file, linked).filter(({ status }) => status === "open");
  const dunningCase = (isPaidOrWithdrawn(linked) ? open[0] : undefined) ?? linked;
  const customer = profileOfPayer(file.known.customer ?? newCustomer(dunningCase), dunningCase);
  return {
    ...{ token, payload, file, dunningCase, open, customer },
    sentTo: addressesOf(items, payload),
    reader: readerOf(customer, ports.policy),
    invoice: await invoiceNow(ports, dunningCase, customer),
  };
}

/** A page is better a little out of date than not there, unless nobody else can say whose the invoice is. */
async function invoiceNow(
  { payments, log }: Ports,
  dunningCase: DunningCase,
  { keptApart }: Customer,
): Promise<ProviderInvoice | undefined> {
  const { caseId, invoiceId } = dunningCase;
  if (keptApart && isPaidOrWithdrawn(dunningCase)) return undefined;
  try {
    return await payments.readInvoice(invoiceId);
  } catch (error) {
    if (!keptApart) throw error;
    log.warn("portal-invoice-unread", { caseId, reason: messageOf(error) });
    return undefined;
  }
}

/** Whether the link was mailed to the payer: to whom the provider addresses the invoice, while the profile may be another's. */
export function isForPayer({ customer, dunningCase, sentTo, invoice }: Visit): boolean {
  const addressee = addresseeOf(dunningCase, customer, invoice);
  return "customer" in addressee && opensFor(addressee.customer, sentTo);
}
