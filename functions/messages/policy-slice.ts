import * as z from "zod/mini";
import { locales } from "../appearance/locales.ts";
import { durationSetting, emailSetting, textSetting, urlSetting } from "../platform/settings.ts";

const mailSchema = z.strictObject({
  /** A message claimed but not confirmed is looked at again after this long. */
  unconfirmedAfter: z._default(durationSetting, "PT1H"),
  /** Links in messages work for this long. */
  linksLastFor: z._default(durationSetting, "P30D"),
});

/** Who signs the messages: a person or a team; one for all languages, or one for each. */
const signatureSetting = z.union([textSetting, z.partialRecord(z.enum(locales), textSetting)], {
  error: `must be one line of text, or one for each of ${locales.join(", ")}, such as { en: "Maja at Orbit", ... }`,
});

/** What may differ of the sender from letter to letter. The address is one: SES lets us send in its name only. */
export const otherSenderSchema = z.strictObject({
  name: z.optional(textSetting),
  replyTo: z.optional(emailSetting),
  signature: z.optional(signatureSetting),
});

/** The slice of the policy that every message stands on: who writes, whom to ask, and how mail is handled. */
export const messagesShape = {
  sender: z.strictObject({
    name: textSetting,
    /** An address of an identity verified in SES. */
    email: emailSetting,
    replyTo: emailSetting,
    signature: signatureSetting,
  }),
  billingSupport: z.strictObject({ email: emailSetting, page: urlSetting }),
  mail: z._default(mailSchema, mailSchema.parse({})),
};
const messagesPolicySchema = z.object(messagesShape);
export type MessagesPolicy = z.output<typeof messagesPolicySchema>;
