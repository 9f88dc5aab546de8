import * as z from "zod/mini";
import { locales } from "../appearance/locales.ts";
import { textSetting, timeZoneSetting } from "../platform/settings.ts";

const metadataKeysSchema = z.strictObject({
  accountId: z._default(textSetting, "account_id"),
  timeZone: z._default(textSetting, "time_zone"),
  locale: z._default(textSetting, "locale"),
  segment: z._default(textSetting, "segment"),
  acquisitionChannel: z._default(textSetting, "acquisition_channel"),
});
/** Which metadata keys carry what the provider has no field for. */
export type MetadataKeys = z.output<typeof metadataKeysSchema>;

/** Billing's slice of the policy: which provider is read and how, and whom we write to where nothing is known. */
export const billingShape = {
  defaults: z.strictObject({ locale: z.enum(locales), timeZone: timeZoneSetting }),
  provider: z.strictObject({
    name: z.enum(["stripe"]),
    metadata: z._default(metadataKeysSchema, metadataKeysSchema.parse({})),
  }),
};
const billingPolicySchema = z.object(billingShape);
export type BillingPolicy = z.output<typeof billingPolicySchema>;
