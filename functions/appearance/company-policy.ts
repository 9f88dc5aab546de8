import * as z from "zod/mini";
import { textSetting, urlSetting } from "../platform/settings.ts";

const hostName = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
const certificateArn = /^arn:aws(-[a-z]+)*:acm:[a-z]{2}(-[a-z]+)+-\d:\d{12}:certificate\/[\w-]+$/;

const domainSchema = z.strictObject({
  /** Such as `billing.orbit.example`, without a scheme or a path. */
  name: z.string().check(z.regex(hostName, "must be a domain name in lower case, such as billing.orbit.example")),
  /** Of AWS Certificate Manager, for that name or a wildcard above it, in the region of the deployment. */
  certificateArn: z
    .string()
    .check(
      z.regex(
        certificateArn,
        "must be the ARN of an ACM certificate, such as arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d",
      ),
    ),
});
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
    /** Where links in messages lead and webhooks come in; without one, the name that API Gateway gives. */
    domain: z.optional(domainSchema),
  }),
};
const companyPolicySchema = z.object(companyShape);
export type CompanyPolicy = z.output<typeof companyPolicySchema>;
