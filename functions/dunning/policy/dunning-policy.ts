import * as z from "zod/mini";
import type { CompanyPolicy } from "../../appearance/company-policy.ts";
import type { BillingPolicy } from "../../billing/policy-slice.ts";
import type { ContactPolicy } from "../../contact/policy-slice.ts";
import { type MessagesPolicy, otherSenderSchema } from "../../messages/policy-slice.ts";
import { durationSetting, timeOfDaySetting } from "../../platform/settings.ts";
import type { SegmentsPolicy } from "../../segments/policy-slice.ts";
import { weekdays } from "../../timing/weekdays.ts";
import { messageNames } from "../message-kinds.ts";

/** One rung of the ladder: what happens `after` the first failure. Parts of a step happen in the order listed here. */
const stepSchema = z.strictObject({
  /** Names the step for ever: what was done of it is remembered by this, wherever it stands and whenever it comes. */
  id: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/, "must be a short name such as first-letter")),
  /** Counted from the first failed charge. */
  after: durationSetting,
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

const stepsSchema = z.array(stepSchema).check(z.minLength(1, "needs at least one step"));

/** How payers of one segment are treated, where it differs. */
const segmentSchema = z.strictObject({
  /** A ladder of their own. Steps that are called alike are the same step to a case that comes to another ladder. */
  steps: z.optional(stepsSchema),
  /** Who writes to them. The address stays the sender's. */
  sender: z.optional(otherSenderSchema),
});

const dunningSchema = z.strictObject({
  /**
   * Decide and write down, and do nothing else: nobody is charged, nobody is written to, and nothing changes at the
   * provider. To see what would happen before it does, or to stop everything at once.
   */
  dryRun: z._default(z.boolean(), false),
  /**
   * Who charges again. `own`: Holdfast, at the steps that say `retry`; the provider's own retries are off. `provider`: the
   * provider's own schedule, such as Smart Retries, which Holdfast accompanies with its letters, pause and end; it charges
   * only a new or renewed card.
   */
  retries: z._default(z.enum(["own", "provider"]), "own"),
  steps: stepsSchema,
  /** By the name of a segment: the first that a payer was in when the payment failed, in the order written here. */
  bySegment: z._default(z.record(z.string(), segmentSchema), {}),
  /**
   * When charges and messages of a day or more away take place, in the customer's own zone. Delays under twelve
   * hours only spread by up to a sixth. Leave it out to keep all delays exactly (a test deployment).
   */
  preferred: z.optional(
    z.strictObject({
      retryHours: z.strictObject({ from: timeOfDaySetting, until: timeOfDaySetting }),
      messageHours: z.strictObject({ from: timeOfDaySetting, until: timeOfDaySetting }),
      weekdays: z.array(z.enum(weekdays)),
      /** How far a charge may be put off to reach a preferred weekday. */
      waitAtMost: durationSetting,
      /**
       * Let the reason of a decline choose a better moment within these bounds: paydays where funds were insufficient,
       * hours rather than days where the issuer was not available. Its table is functions/dunning/charge-moments.ts.
       */
      byReason: z._default(z.boolean(), true),
    }),
  ),
  /** Thank the customer after recovery, if anything was written before. */
  thankAfterRecovery: z._default(z.boolean(), true),
  /** After a step failed for want of an answer from a service, how long until it is tried again. */
  coolDown: z._default(durationSetting, "PT1H"),
  /** An open case untouched for this long after its time is woken by the sweep. */
  overdueAfter: z._default(durationSetting, "PT2H"),
});

/** Dunning's slice of the policy. */
export const dunningShape = { dunning: dunningSchema };
export type DunningPolicy = z.output<typeof dunningSchema>;
export type DunningStep = DunningPolicy["steps"][number];

/** What dunning reads of the policy: its own slice and those of the rooms it stands on. */
export type PolicyForDunning = CompanyPolicy &
  BillingPolicy &
  MessagesPolicy &
  ContactPolicy &
  SegmentsPolicy & { readonly dunning: DunningPolicy };
