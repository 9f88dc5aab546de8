import { customerPartition } from "../billing/customer-partition.ts";
import { dueShard } from "../platform/due-shard.ts";
import type { Move } from "../platform/history.ts";
import type { Item, Key } from "../platform/ports/store.ts";
import { storedKind } from "../platform/stored-kind.ts";
import { aboutItsRoom } from "./earlier-message.ts";
import { isOnItsWay, type Message, messageSchema } from "./message.ts";

const messageKind = storedKind({ kind: "message", schema: messageSchema, upgrades: [aboutItsRoom] });

/** Claims in the due index. */
export const messageDue = "message";

/** Where a message lies: with its customer. */
export const messageKeyOf = ({ customerId, messageKey }: Pick<Message, "customerId" | "messageKey">): Key => ({
  pk: customerPartition(customerId),
  sk: `message#${messageKey}`,
});

/**
 * The message as the store keeps it; one on its way is due for review. `rev` is the revision that was read.
 * @throws TerminalError if it would not pass the schema it is read by.
 */
export function messageItem(message: Message, rev: number): Item {
  const key = messageKeyOf(message);
  const due = isOnItsWay(message) ? { shard: dueShard(messageDue, key.pk), at: message.reviewAt } : undefined;
  return { ...key, rev, ...messageKind.bodyOf(message), due };
}

/** A letter that nobody can read stays where it is and hides nobody else's. */
function readable(item: Item): Message | undefined {
  try {
    return parseMessage(item);
  } catch {
    return undefined;
  }
}

/**
 * A letter as history keeps it: with no live link, whoever may read it there. Undefined for what is no letter about the thing
 * with this id, or one that is still on its way.
 */
export function settledLetter(item: Item, aboutId: string): Move | undefined {
  if (item.kind !== messageKind.kind) return undefined;
  const message = readable(item);
  if (message === undefined || message.about.id !== aboutId || message.state === "claimed") return undefined;
  const { actionUrl, ...values } = message.values;
  const kept = actionUrl === undefined ? message : { ...message, values: { ...values, actionUrl: "" } };
  return { item: { ...item, ...messageKind.bodyOf(message) }, kept: messageKind.bodyOf(kept).body };
}

/** The message in an item, whichever version of us wrote it. @throws TerminalError naming it, if it cannot be read. */
export const parseMessage = (item: Item): Message => messageKind.parse(item);
