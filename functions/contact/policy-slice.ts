import * as z from "zod/mini";
import { commercialPurposes } from "../messages/terms.ts";
import { durationSetting, timeOfDaySetting } from "../platform/settings.ts";

const countSetting = z.int().check(z.gte(1, "must be at least 1"), z.lte(100, "must be at most 100"));

const capSchema = z.strictObject({
  /** What counts together. */
  purposes: z.array(z.enum(commercialPurposes)).check(z.minLength(1, "needs at least one purpose")),
  letters: countSetting,
  /** In any stretch of this length, not by the calendar: one letter at 23:00 and one at 00:00 are two in an hour. */
  within: durationSetting,
});

const contactSchema = z.strictObject({
  /** The hours of the recipient's own day in which people like to be written to; the rest is quiet. */
  speakingHours: z._default(z.strictObject({ from: timeOfDaySetting, until: timeOfDaySetting }), {
    from: "08:00",
    until: "21:00",
  }),
  /** Billing notices that leave for one address in any 24 hours; more of them queue, the nearest deadline first. */
  noticesPerDay: z._default(countSetting, 2),
  /**
   * Billing notices that leave for one address in any 7 days; more of them queue likewise. What must be said in its window,
   * such as the warning of a pause, counts and is not held by it.
   */
  noticesPerWeek: z._default(countSetting, 4),
  /** All of them hold at once. */
  caps: z._default(z.array(capSchema), [
    { purposes: [...commercialPurposes], letters: 1, within: "P1D" },
    { purposes: [...commercialPurposes], letters: 3, within: "P7D" },
    { purposes: ["offer"], letters: 1, within: "P7D" },
    { purposes: ["survey"], letters: 1, within: "P30D" },
  ]),
  /** What is sent only to those who asked for it. The rest is sent until somebody declines it. */
  needsConsent: z._default(z.array(z.enum(commercialPurposes)), ["offer"]),
});

/** The slice of the policy by which the arbiter goes: how much, when, and to whom. */
export const contactShape = { contact: z._default(contactSchema, contactSchema.parse({})) };
const contactPolicySchema = z.object(contactShape);
export type ContactPolicy = z.output<typeof contactPolicySchema>;
export type Cap = z.output<typeof capSchema>;
