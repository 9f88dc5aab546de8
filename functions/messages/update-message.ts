import { StaleRevisionError } from "../platform/errors.ts";
import type { Item, Key, Store } from "../platform/ports/store.ts";
import type { Message } from "./message.ts";
import { messageItem, parseMessage } from "./message-item.ts";

/** How often a change is made anew because somebody else saved first. */
const changeAtMost = 8;

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
  let item = "rev" in place ? place : await store.load(place);
  for (let tries = 1; item !== undefined; tries += 1) {
    const changed = change(parseMessage(item));
    try {
      await store.save(messageItem(changed, item.rev));
      return changed;
    } catch (error) {
      if (!(error instanceof StaleRevisionError) || tries >= changeAtMost) throw error;
    }
    item = await store.load(item);
  }
  return undefined;
}
