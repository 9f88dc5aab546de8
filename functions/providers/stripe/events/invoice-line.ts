import * as z from "zod/mini";
import { maybe, text } from "./fields.ts";
import { namingSchema, planNameOf } from "./price.ts";

const prorationSchema = maybe(z.object({ proration: maybe(z.boolean()) }));

export const lineSchema = z.object({
  description: text,
  // Before 2025-03-31.
  type: text,
  proration: maybe(z.boolean()),
  price: maybe(namingSchema),
  plan: maybe(namingSchema),
  // Since 2025-03-31.
  parent: maybe(z.object({ type: text, subscription_item_details: prorationSchema })),
  pricing: maybe(z.object({ price_details: maybe(z.object({ price: maybe(z.union([z.string(), namingSchema])) })) })),
});
type Line = z.infer<typeof lineSchema>;

/** The name of the plan an invoice bills: that of its first line for a subscription that is no proration. */
export function invoicedPlanName(lines: readonly Line[]): string | undefined {
  const billing = lines.filter(billsSubscription);
  const line = billing.find((candidate) => !isProration(candidate)) ?? billing[0];
  return line && planNameOf(priceOf(line), productNameIn(line.description));
}

const billsSubscription = ({ type, parent }: Line): boolean =>
  type === "subscription" || parent?.type === "subscription_item_details";

const isProration = ({ proration, parent }: Line): boolean =>
  proration ?? parent?.subscription_item_details?.proration ?? false;

function priceOf({ price, plan, pricing }: Line): z.infer<typeof namingSchema> | undefined {
  const details = pricing?.price_details?.price;
  return price ?? plan ?? (typeof details === "object" ? details : undefined);
}

/** `1 × Orbit Pro (at €49.00 / month)`: Stripe names the product there, in both shapes. */
const productNameIn = (description: string | undefined): string | undefined =>
  description?.match(/^[\d.,\s]+ × (.+) \(at [^()]*\)$/)?.[1];
