import type * as z from "zod/mini";
import type { MessagesPolicy, otherSenderSchema } from "./policy-slice.ts";

type Sender = MessagesPolicy["sender"];

/** The sender of all, with what is said otherwise. */
export const otherSender = (sender: Sender, other: z.output<typeof otherSenderSchema>): Sender => {
  const { name = sender.name, replyTo = sender.replyTo, signature = sender.signature } = other;
  return { ...sender, name, replyTo, signature };
};
