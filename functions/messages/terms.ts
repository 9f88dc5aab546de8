import * as z from "zod/mini";
import { type Purpose, purposes } from "./message-kind.ts";

/** What wants something of the reader, waits its turn and may be declined. */
export const commercialPurposes = ["product", "offer", "survey"] as const satisfies readonly Purpose[];

/** The terms under which a message may be sent, kept with its claim so that a later look asks for the same. */
export const termsSchema = z.object({
  /** The keyed hash of the address; no address can be read from it. */
  recipientId: z.string(),
  /** Of the recipient when the message was claimed: erasure raises it, and what was claimed before is not sent. */
  epoch: z.int(),
  purpose: z.enum(purposes),
  /** 0 is the most urgent; 99 the least. A billing notice goes by its deadline, and by this where the service is short. */
  priority: z.int(),
  /** Not before, and not after: for a billing notice `by` is the deadline by which it queues. */
  from: z.string(),
  by: z.string(),
  /** The recipient's zone, IANA. */
  zone: z.string(),
});
export type Terms = z.infer<typeof termsSchema>;
