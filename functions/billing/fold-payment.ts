import { later } from "../platform/instant.ts";
import type { Payment, Statement } from "./payment.ts";
import type { Stamp } from "./stamp.ts";

/** A failed charge as one event tells of it. */
export type FailedCharge = Omit<Statement, "at" | "eventId"> & { readonly paymentId: string };

/** Where what a speaker says of a charge is kept; without the charge's id, each second is a charge of its own. */
const placeOf = ({ speaker, chargeId, at }: Statement): string => `${speaker}:${chargeId ?? at}`;

const isNewer = (a: Pick<Statement, "at" | "eventId">, b: Pick<Statement, "at" | "eventId">): boolean =>
  a.at === b.at ? a.eventId > b.eventId : a.at > b.at;

/**
 * Adds what one event says of a failed charge. What is known of a payment is a set: by speaker and charge, the newest
 * statement; so the order in which events come, and how often, changes nothing.
 */
export function foldFailedCharge(
  stored: Payment | undefined,
  { paymentId, ...told }: FailedCharge,
  { at, eventId }: Stamp,
): Payment {
  const statement: Statement = { ...told, at, eventId };
  const place = placeOf(statement);
  const before = stored?.said[place];
  if (stored !== undefined && before !== undefined && !isNewer(statement, before)) return stored;
  return {
    paymentId,
    asOf: stored === undefined ? at : later(stored.asOf, at),
    said: { ...stored?.said, [place]: statement },
  };
}

/** What was kept of a payment before its charges were told apart: one failure, merged of two events. */
export function upgradedPayment({ paymentId, asOf, ...failure }: Record<string, unknown>): Record<string, unknown> {
  const { asOfEvent = "", invoiceId, amount, decline, cardId, cardBrand, cardLast4 } = failure;
  const places = { amount: 0, method: 0, decline: 0, ...(invoiceId !== undefined && { invoiceId: 0 }) };
  return {
    ...{ paymentId, asOf, amounts: [amount], declines: [decline] },
    invoiceIds: invoiceId === undefined ? [] : [invoiceId],
    methods: [{ methodId: cardId, brand: cardBrand, last4: cardLast4 }],
    said: { [`merged:${String(asOf)}`]: { speaker: "merged", at: asOf, eventId: asOfEvent, ...places } },
  };
}
