import * as z from "zod/mini";
import { maybe, metadata, text } from "./fields.ts";

const decimal = maybe(z.string().check(z.regex(/^-?\d+(\.\d+)?$/)));

const tierSchema = z.object({
  /** The last unit of the tier; undefined for the last tier. */
  up_to: maybe(z.number()),
  unit_amount: maybe(z.number()),
  unit_amount_decimal: decimal,
  flat_amount: maybe(z.number()),
  flat_amount_decimal: decimal,
});

const intervals = ["day", "week", "month", "year"] as const;

const naming = {
  nickname: text,
  lookup_key: text,
  metadata,
  product: maybe(z.union([z.string(), z.object({ name: text })])),
};
/** What names a price; lines of invoices carry no more of it. */
export const namingSchema = z.object(naming);
type Naming = z.infer<typeof namingSchema>;

const pricing = {
  currency: maybe(z.string()),
  billing_scheme: text,
  /** Only when asked for: webhooks leave the tiers of a tiered price out. */
  tiers: maybe(z.array(tierSchema)),
  tiers_mode: text,
};

const roundingSchema = maybe(z.object({ divide_by: z.number().check(z.gt(0)), round: z.enum(["up", "down"]) }));

/** A price, as items and, before 2025-03-31, invoice lines carry it. */
export const priceSchema = z.object({
  ...naming,
  ...pricing,
  unit_amount: maybe(z.number()),
  unit_amount_decimal: decimal,
  recurring: maybe(
    z.object({ interval: z.enum(intervals), interval_count: maybe(z.int().check(z.gt(0))), usage_type: text }),
  ),
  transform_quantity: roundingSchema,
});
export type Price = z.infer<typeof priceSchema>;

/** A plan, as which prices were known until 2020 and still appear beside them. Becomes a price. */
export const planSchema = z.pipe(
  z.object({
    ...naming,
    ...pricing,
    /** Plans had a name of their own until 2018. */
    name: text,
    amount: maybe(z.number()),
    amount_decimal: decimal,
    interval: z.enum(intervals),
    interval_count: maybe(z.int().check(z.gt(0))),
    usage_type: text,
    transform_usage: roundingSchema,
  }),
  z.transform(
    ({ name, amount, amount_decimal, interval, interval_count, usage_type, transform_usage, ...plan }): Price => ({
      ...plan,
      product: plan.product ?? (name === undefined ? undefined : { name }),
      unit_amount: amount,
      unit_amount_decimal: amount_decimal,
      recurring: { interval, interval_count, usage_type },
      transform_quantity: transform_usage,
    }),
  ),
);

/**
 * What customers call it: the seller's own word first (`plan_name` in the price's metadata), then the product's name,
 * then what Stripe keeps for the seller's eyes.
 * @param productName the product's name where the price itself only has its id.
 */
export function planNameOf(price: Naming | undefined, productName?: string): string | undefined {
  const { metadata: said = {}, product, nickname, lookup_key } = price ?? {};
  const expanded = typeof product === "object" ? product.name : undefined;
  return said["plan_name"] || expanded || productName || nickname || lookup_key;
}
