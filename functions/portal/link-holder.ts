import type { Customer } from "../billing/customer.ts";
import type { LinkPayload } from "../links/links.ts";
import { mailboxOf } from "../messages/mailbox.ts";
import { parseMessage } from "../messages/message-item.ts";
import type { Item } from "../platform/ports/store.ts";

/** The addresses to which the letters went that carried a link, by the ledger in the payer's partition. */
export const addressesOf = (items: readonly Item[], { caseId, message }: Pick<LinkPayload, "caseId" | "message">) =>
  items
    .filter(({ kind }) => kind === "message")
    .map(parseMessage)
    .filter((letter) => letter.caseId === caseId && letter.name === message)
    .map(({ to }) => to);

/**
 * Whether a link opens the payer's page: as long as the address it was mailed to is the payer's. A letter that once
 * went to somebody else, by mistake of ours or of whoever wrote the address down, opens nothing.
 * @param sentTo where the link went; empty if the ledger does not remember, which speaks against it only while it is
 *   not known whose facts the payer's profile holds.
 */
export function opensFor(
  customer: Pick<Customer, "email" | "deleted" | "keptApart">,
  sentTo: readonly string[],
): boolean {
  if (sentTo.length === 0) return customer.keptApart === true;
  const own = mailboxOf(customer);
  return own !== undefined && sentTo.includes(own);
}
