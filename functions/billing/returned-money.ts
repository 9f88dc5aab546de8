import * as z from "zod/mini";
import { moneySchema } from "./money.ts";
import { replaces, type Stamp, stampOf } from "./stamp.ts";

/** Money that went back to the customer: what one refunded charge, credit note or dispute has taken in all by now. */
export const returnedMoneySchema = z.object({
  /** `refund:<charge>`, `credit-note:<id>` or `dispute:<id>`. */
  key: z.string(),
  /** The provider's time of the newest snapshot folded in. */
  asOf: z.string(),
  /** The event of that snapshot: breaks ties of one second the same way in every order of arrival. */
  asOfEvent: z.optional(z.string()),
  paymentId: z.optional(z.string()),
  chargeId: z.optional(z.string()),
  invoiceId: z.optional(z.string()),
  /** Nothing of a dispute that was won, or of a credit note that was voided. */
  amount: moneySchema,
  /** Nothing changes any more. */
  final: z.boolean(),
});
export type ReturnedMoney = z.infer<typeof returnedMoneySchema>;

type Snapshot = Omit<ReturnedMoney, "asOf" | "asOfEvent">;

/** Folds what one event says. The newest sum stands, and a final one over any other of its second. */
export function foldReturned(stored: ReturnedMoney | undefined, snapshot: Snapshot, stamp: Stamp): ReturnedMoney {
  const next: ReturnedMoney = { ...snapshot, ...stampOf(stamp) };
  if (stored === undefined) return next;
  if (stored.final !== next.final) return stored.final ? stored : next;
  return replaces(stamp, stored) ? next : stored;
}
