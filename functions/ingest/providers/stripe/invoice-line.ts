import * as z from "zod/mini";
import { maybe, text } from "./fields.ts";
import { planNameOf } from "./price.ts";

/** What names a plan; lines may carry less than a whole price. */
const namingSchema = z.pipe(
  z.object({
    nickname: text,
    lookup_key: text,
    metadata: maybe(z.record(z.string(), z.string())),
    product: maybe(z.union([z.string(), z.object({ name: text })])),
  }),
  z.transform((naming) => naming),
);

export const lineSchema = z.object({
  description: text,
  // Before 2025-03-31.
  type: text,
  proration: maybe(z.boolean()),
  price: maybe(namingSchema),
  plan: maybe(namingSchema),
  // Since 2025-03-31.
  parent: maybe(z.object({ type: text, subscription_item_details: maybe(z.object({ proration: maybe(z.boolean()) })) })),
  pricing: maybe(z.object({ price_details: maybe(z.object({ price: maybe(z.union([z.string(), namingSchema])) })) })),
});
type Line = z.infer<typeof lineSchema>;
