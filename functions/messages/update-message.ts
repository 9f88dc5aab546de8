import { decideAnew } from "../platform/decide-anew.ts";
import { inHistory, isHistory, loadWherever } from "../platform/history.ts";
import type { Item, Key, Store } from "../platform/ports/store.ts";
import type { Message } from "./message.ts";
import { messageItem, parseMessage } from "./message-item.ts";

/** A letter that has become history stays there, and is forgotten in its time. */
const inItsPlace = (item: Item, { pk, expiresAt }: Item): Item =>
  isHistory(pk) && expiresAt !== undefined ? inHistory(item, expiresAt) : item;

/**
 * Changes a message in the ledger, anew on what somebody else saved meanwhile.
 * @param place where it lies, or the item as it was read last.
 * @returns the changed message, or undefined if there is none (any more).
 * @throws StaleRevisionError if others keep saving first.
 */
export async function updateMessage(
  store: Store,
  place: Key | Item,
  change: (message: Message) => Message,
): Promise<Message | undefined> {
  let asRead = "rev" in place ? place : undefined;
  return decideAnew(async () => {
    const item = asRead ?? (await loadWherever(store, place));
    asRead = undefined;
    if (item === undefined) return undefined;
    const changed = change(parseMessage(item));
    await store.save(inItsPlace(messageItem(changed, item.rev), item));
    return changed;
  });
}
