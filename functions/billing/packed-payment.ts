import * as z from "zod/mini";
import { moneySchema } from "./money.ts";
import { chargedMethodSchema, declineSchema, type Payment, type Statement, speakers } from "./payment.ts";

/**
 * A payment as it is kept. Its statements repeat each other: two speakers tell of every charge, and most charges are of one
 * method and fail for one reason. What they share stands once, so that a payment that was tried for weeks is not written
 * anew as a whole kilobyte after kilobyte.
 */
export const packedPaymentSchema = z.object({
  paymentId: z.string(),
  asOf: z.string(),
  amounts: z.array(moneySchema),
  invoiceIds: z.array(z.string()),
  methods: z.array(chargedMethodSchema),
  declines: z.array(declineSchema),
  /** By speaker and charge; the numbers are places in the lists above. */
  said: z.record(
    z.string(),
    z.object({
      speaker: z.enum(speakers),
      chargeId: z.optional(z.string()),
      at: z.string(),
      eventId: z.string(),
      amount: z.int(),
      invoiceId: z.optional(z.int()),
      method: z.int(),
      decline: z.int(),
    }),
  ),
});
export type PackedPayment = z.infer<typeof packedPaymentSchema>;

/** Puts values into a list, each once, and says where. */
function listOf<T>(): { readonly list: T[]; readonly placeOf: (value: T) => number } {
  const list: T[] = [];
  const places = new Map<string, number>();
  const placeOf = (value: T) => {
    const text = JSON.stringify(value);
    const place = places.get(text) ?? list.push(value) - 1;
    places.set(text, place);
    return place;
  };
  return { list, placeOf };
}

export function packedPayment({ paymentId, asOf, said }: Payment): PackedPayment {
  const [amounts, invoiceIds] = [listOf<Statement["amount"]>(), listOf<string>()];
  const [methods, declines] = [listOf<Statement["method"]>(), listOf<Statement["decline"]>()];
  const packed = Object.entries(said).map(([place, { amount, invoiceId, method, decline, ...told }]) => [
    place,
    {
      ...told,
      amount: amounts.placeOf(amount),
      invoiceId: invoiceId === undefined ? undefined : invoiceIds.placeOf(invoiceId),
      method: methods.placeOf(method),
      decline: declines.placeOf(decline),
    },
  ]);
  return {
    ...{ paymentId, asOf, amounts: amounts.list, invoiceIds: invoiceIds.list },
    ...{ methods: methods.list, declines: declines.list, said: Object.fromEntries(packed) },
  };
}

const nothingOwed = { amountMinor: 0, currency: "XXX" };

export function unpackedPayment({ paymentId, asOf, said, ...lists }: PackedPayment): Payment {
  const unpacked = Object.entries(said).map(([place, { amount, invoiceId, method, decline, ...told }]) => {
    const statement: Statement = {
      ...told,
      amount: lists.amounts[amount] ?? nothingOwed,
      method: lists.methods[method] ?? {},
      decline: lists.declines[decline] ?? {},
    };
    const named = invoiceId === undefined ? undefined : lists.invoiceIds[invoiceId];
    return [place, named === undefined ? statement : { ...statement, invoiceId: named }] as const;
  });
  return { paymentId, asOf, said: Object.fromEntries(unpacked) };
}
