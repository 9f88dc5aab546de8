import { customerPartition } from "../billing/customer-partition.ts";
import { dueShard } from "../platform/due-shard.ts";
import type { Item, Key } from "../platform/ports/store.ts";
import { asStoredNow } from "./earlier-message.ts";
import { type Message, messageSchema } from "./message.ts";

/** Claims in the due index. */
export const messageDue = "message";

/** Where a message lies: with its customer. */
export const messageKeyOf = ({ customerId, messageKey }: Pick<Message, "customerId" | "messageKey">): Key => ({
  pk: customerPartition(customerId),
  sk: `message#${messageKey}`,
});

/**
 * The message as the store keeps it; a claim is due for review. `rev` is the revision that was read.
 * @throws z.core.$ZodError if it would not pass the schema it is read by.
 */
export function messageItem(message: Message, rev: number): Item {
  const key = messageKeyOf(message);
  const due = message.state === "claimed" ? { shard: dueShard(messageDue, key.pk), at: message.reviewAt } : undefined;
  return { ...key, rev, kind: "message", body: messageSchema.parse(message), due };
}

/** The message in an item, whichever version of Holdfast wrote it. */
export const parseMessage = (item: Item): Message => messageSchema.parse(asStoredNow(item.body));
