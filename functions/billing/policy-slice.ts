import * as z from "zod/mini";
import { locales } from "../appearance/locales.ts";
import { durationMs } from "../platform/duration.ts";
import { durationSetting, textSetting, timeZoneSetting } from "../platform/settings.ts";
import { eventSources, partnerSourcePrefix } from "./event-source.ts";
import { providerNames } from "./provider-names.ts";

const metadataKeysSchema = z.strictObject({
  accountId: z._default(textSetting, "account_id"),
  timeZone: z._default(textSetting, "time_zone"),
  locale: z._default(textSetting, "locale"),
  segment: z._default(textSetting, "segment"),
  acquisitionChannel: z._default(textSetting, "acquisition_channel"),
});
/** Which metadata keys carry what the provider has no field for. */
export type MetadataKeys = z.output<typeof metadataKeysSchema>;

/** A card's budget looks back thirty days (budgets.ts): what is settled stays in sight as long, and a day. */
const leastInSight = "P31D";

const historySchema = z.strictObject({
  /** How long what is settled stays among what is current. */
  after: z._default(
    durationSetting.check(
      z.refine((after) => durationMs(after) >= durationMs(leastInSight), {
        error: `must be ${leastInSight} or longer, because the budget of a card looks back 30 days`,
      }),
    ),
    "P35D",
  ),
  /** How long it is kept from then on; then it is forgotten. */
  keptFor: z._default(durationSetting, "P730D"),
});
export type HistoryPolicy = z.output<typeof historySchema>;

const comparisonSchema = z.strictObject({
  /**
   * An unpaid invoice of which no event told, as on the day of the first deployment, becomes a case only if it was first
   * charged within this time. Whoever owes for longer is left alone.
   */
  failedWithin: z._default(durationSetting, "P30D"),
  /** How far back the settled invoices that are listed were made: longer than it takes from an invoice to its end. */
  lookBack: z._default(durationSetting, "P45D"),
});

const providerSchema = z
  .strictObject({
    name: z.enum(providerNames),
    /** How its events come in. Both ways at once are for moving from one to the other: each event counts once. */
    eventSource: z._default(z.enum(eventSources), "webhook"),
    /** The partner event source as EventBridge lists it once Stripe has made it; the bus has the same name. */
    partnerEventSource: z.optional(
      textSetting.check(z.startsWith(partnerSourcePrefix, `must begin with ${partnerSourcePrefix}`)),
    ),
    metadata: z._default(metadataKeysSchema, metadataKeysSchema.parse({})),
    /**
     * How many requests a second this deployment makes at the provider's API at most. Stripe allows an account 100 in live
     * mode and 25 in test mode, of which your own systems need theirs.
     */
    requestsPerSecond: z._default(
      z
        .number()
        .check(
          z.minimum(16, "must be at least 16, or a customer at a page has to wait"),
          z.maximum(100, "must be at most 100, which is all that Stripe allows"),
        ),
      20,
    ),
    /** What is made of the daily comparison with the provider. */
    comparison: z._default(comparisonSchema, comparisonSchema.parse({})),
  })
  .check(
    z.refine(({ eventSource, partnerEventSource }) => eventSource === "webhook" || partnerEventSource !== undefined, {
      path: ["partnerEventSource"],
      error: `is missing; eventSource asks for the event bus, so name it: aws events list-event-sources --name-prefix ${partnerSourcePrefix}`,
    }),
  );

/** Billing's slice of the policy: which provider is read and how, and whom we write to where nothing is known. */
export const billingShape = {
  defaults: z.strictObject({
    locale: z.enum(locales),
    timeZone: timeZoneSetting,
    /** What readers of Traditional Chinese get, in which there is no copy: `english` unless said otherwise. */
    traditionalChinese: z.optional(z.enum(["english", "simplified"])),
  }),
  provider: providerSchema,
  history: z._default(historySchema, historySchema.parse({})),
};
const billingPolicySchema = z.object(billingShape);
export type BillingPolicy = z.output<typeof billingPolicySchema>;
