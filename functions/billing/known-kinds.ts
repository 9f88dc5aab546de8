import * as z from "zod/mini";
import { storedKind } from "../platform/stored-kind.ts";
import { cardSchema } from "./card.ts";
import { customerSchema } from "./customer.ts";
import { upgradedPayment } from "./fold-payment.ts";
import { invoiceSchema } from "./invoice.ts";
import { packedPaymentSchema } from "./packed-payment.ts";
import { returnedMoneySchema } from "./returned-money.ts";
import { subscriptionSchema } from "./subscription.ts";

const linkSchema = z.object({ paymentId: z.string(), invoiceId: z.string() });

/** The kinds of items that say what the provider told us of a customer, and how each is read and written. */
export const customerKind = storedKind({ kind: "customer", schema: customerSchema });
export const subscriptionKind = storedKind({ kind: "subscription", schema: subscriptionSchema });
export const invoiceKind = storedKind({ kind: "invoice", schema: invoiceSchema });
export const cardKind = storedKind({ kind: "card", schema: cardSchema });
export const paymentKind = storedKind({ kind: "payment", schema: packedPaymentSchema, upgrades: [upgradedPayment] });
export const returnedKind = storedKind({ kind: "returned-money", schema: returnedMoneySchema });
export const paymentLinkKind = storedKind({ kind: "payment-link", schema: linkSchema });
