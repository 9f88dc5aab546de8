import * as z from "zod/mini";
import { textSetting, urlSetting } from "../platform/settings.ts";

/** The company's slice of the policy: who it is, and how it looks. */
export const companyShape = {
  company: z.strictObject({
    name: textSetting,
    /** The product's own page, linked from messages. */
    website: urlSetting,
    postalAddress: textSetting,
    /** `#rrggbb`; checked for contrast at synth. */
    accentColor: z._default(
      z.string().check(z.regex(/^#[0-9a-fA-F]{6}$/, "must be a colour such as #2f6f4f")),
      "#1f5f8b",
    ),
  }),
};
const companyPolicySchema = z.object(companyShape);
export type CompanyPolicy = z.output<typeof companyPolicySchema>;
