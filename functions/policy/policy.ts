import * as z from "zod/mini";
import { locales } from "../appearance/locales.ts";
import { messageNames } from "../dunning/message-names.ts";
import { parseDuration } from "../platform/duration.ts";
import { weekdays } from "../timing/weekdays.ts";

function parses(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}

const duration = z.string().check(
  z.refine((text) => parseDuration(text) !== undefined, {
    error: "must be an ISO 8601 duration of weeks, days or smaller, such as P3D or PT5S",
  }),
);
const timeOfDay = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a local time such as 07:00"));
const timeZone = z.string().check(
  z.refine((zone) => parses(() => new Intl.DateTimeFormat("en", { timeZone: zone })), {
    error: "must be an IANA time zone such as Europe/Warsaw",
  }),
);
const email = z.string().check(z.regex(/^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/, "must be an e-mail address"));
const url = z.string().check(
  z.refine((text) => parses(() => new URL(text)) && /^https?:\/\//.test(text), {
    error: "must be a URL with https://",
  }),
);
const text = z.string().check(z.trim(), z.minLength(1, "must not be empty"), z.regex(/^[^\r\n]*$/, "must be one line"));

/** One rung of the ladder: what happens `after` the first failure. Parts of a step happen in the order listed here. */
const stepSchema = z.strictObject({
  /** Counted from the first failed charge. */
  after: duration,
  /** Charge the invoice again, unless the decline forbids it. */
  retry: z._default(z.boolean(), false),
  /** Pause the subscription's collection. */
  pause: z._default(z.boolean(), false),
  /** Write to the customer; left out if the retry of this step paid. */
  message: z.optional(z.enum(messageNames)),
  /** Ask a person of the company to take over, by e-mail to billing support. */
  handOver: z._default(z.boolean(), false),
  /** The end: what becomes of the unpaid invoice. */
  end: z.optional(z.enum(["mark-uncollectible", "cancel-subscription", "leave-open"])),
});

const dunningSchema = z.strictObject({
  /**
   * Decide and write down, and do nothing else: nobody is charged, nobody is written to, and nothing changes at the
   * provider. To see what would happen before it does, or to stop everything at once.
   */
  dryRun: z._default(z.boolean(), false),
  steps: z.array(stepSchema).check(z.minLength(1, "needs at least one step")),
  /**
   * When charges and messages of a day or more away take place, in the customer's own zone. Delays under twelve
   * hours only spread by up to a sixth. Leave it out to keep all delays exactly (a test deployment).
   */
  preferred: z.optional(
    z.strictObject({
      retryHours: z.strictObject({ from: timeOfDay, until: timeOfDay }),
      messageHours: z.strictObject({ from: timeOfDay, until: timeOfDay }),
      weekdays: z.array(z.enum(weekdays)),
      /** How far a charge may be put off to reach a preferred weekday. */
      waitAtMost: duration,
    }),
  ),
  /** Thank the customer after recovery, if anything was written before. */
  thankAfterRecovery: z._default(z.boolean(), true),
  /** After a step failed for want of an answer from a service, how long until it is tried again. */
  coolDown: z._default(duration, "PT1H"),
  /** An open case untouched for this long after its time is woken by the sweep. */
  overdueAfter: z._default(duration, "PT2H"),
  /** A message claimed but not confirmed is looked at again after this long. */
  unconfirmedAfter: z._default(duration, "PT1H"),
  /** Links in messages work for this long. */
  linksLastFor: z._default(duration, "P30D"),
});

export const policySchema = z.strictObject({
  company: z.strictObject({
    name: text,
    /** The product's own page, linked from messages. */
    website: url,
    postalAddress: text,
    /** `#rrggbb`; checked for contrast at synth. */
    accentColor: z._default(
      z.string().check(z.regex(/^#[0-9a-fA-F]{6}$/, "must be a colour such as #2f6f4f")),
      "#1f5f8b",
    ),
  }),
  sender: z.strictObject({
    name: text,
    /** An address of an identity verified in SES. */
    email,
    replyTo: email,
    /** Who signs the messages: a person or a team. */
    signature: text,
  }),
  billingSupport: z.strictObject({ email, page: url }),
  defaults: z.strictObject({ locale: z.enum(locales), timeZone }),
  provider: z.strictObject({
    name: z.enum(["stripe"]),
    /** Which metadata keys carry what the provider has no field for. */
    metadata: z._default(
      z.strictObject({
        accountId: z._default(text, "account_id"),
        timeZone: z._default(text, "time_zone"),
        locale: z._default(text, "locale"),
        segment: z._default(text, "segment"),
        acquisitionChannel: z._default(text, "acquisition_channel"),
      }),
      {
        accountId: "account_id",
        timeZone: "time_zone",
        locale: "locale",
        segment: "segment",
        acquisitionChannel: "acquisition_channel",
      },
    ),
  }),
  dunning: dunningSchema,
});

/** What an operator writes in retention.config.ts. */
export type PolicyInput = z.input<typeof policySchema>;
/** The same with every default filled in. */
export type Policy = z.output<typeof policySchema>;
export type DunningPolicy = Policy["dunning"];
export type DunningStep = DunningPolicy["steps"][number];
