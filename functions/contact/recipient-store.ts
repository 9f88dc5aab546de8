import { decideAnew } from "../platform/decide-anew.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Store } from "../platform/ports/store.ts";
import { parseRecipient, type Recipient, recipientItem, recipientKey, stranger } from "./recipient.ts";

/** The recipient as stored, or a stranger. */
export async function loadRecipient(state: Store, recipientId: string): Promise<[recipient: Recipient, rev: number]> {
  const item = await state.load(recipientKey(recipientId));
  return item === undefined ? [stranger(recipientId), 0] : [parseRecipient(item), item.rev];
}

/**
 * Changes a recipient, anew on what somebody else saved meanwhile. `change` sees the recipient as it is and returns it
 * itself if nothing is to be saved.
 * @throws StaleRevisionError if others keep saving first.
 */
export const updateRecipient = (
  { state, clock }: { readonly state: Store; readonly clock: Clock },
  recipientId: string,
  change: (recipient: Recipient) => Recipient,
): Promise<Recipient> =>
  decideAnew(async () => {
    const [recipient, rev] = await loadRecipient(state, recipientId);
    const changed = change(recipient);
    if (changed !== recipient) await state.save(recipientItem(changed, rev, clock.now()));
    return changed;
  });
