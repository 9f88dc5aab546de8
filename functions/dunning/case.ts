import * as z from "zod/mini";
import { methodKinds } from "../billing/method-kind.ts";
import { moneySchema } from "../billing/money.ts";
import { declineSchema } from "../billing/payment.ts";

/** What a step of the workflow does; each is one box of workflows/dunning.asl.json. */
export const acts = ["retry-payment", "notify", "warn-of-pause", "pause", "resume", "hand-to-person", "close"] as const;
export type Act = (typeof acts)[number];

/** How money came back; docs/decisions/0006 says when each is meant. `outside` is no longer given. */
export const recoveryWays = [
  "retry",
  "retry-after-message",
  "new-card",
  "confirmed",
  "paid-page",
  "by-hand",
  "provider",
  "self-cure",
  "outside",
] as const;
export type RecoveryWay = (typeof recoveryWays)[number];

export const outcomeSchema = z.union([
  z.object({
    kind: z.enum(["recovered"]),
    at: z.string(),
    how: z.enum(recoveryWays),
    /** What was paid since the first charge failed, in the currency's minor unit; missing in what was written before. */
    recoveredMinor: z.optional(z.int()),
    /** The message whose link the customer used before the money came, if any. */
    afterMessage: z.optional(z.string()),
  }),
  z.object({ kind: z.enum(["lost", "cancelled", "voided"]), at: z.string() }),
]);
export type Outcome = z.infer<typeof outcomeSchema>;

/** One line of the case's story: what happened, and why, in a sentence an operator can read. */
const timelineEntrySchema = z.object({
  at: z.string(),
  /** A literal such as `opened`, `planned`, `retry-payment`, `card-changed`, `closed`. */
  what: z.string(),
  reason: z.string(),
  /** The key of the effect it tells of, as acts and letters carry it behind the case's id. */
  key: z.optional(z.string()),
  /** How often the same thing happened, and when last, where it did more than once. */
  times: z.optional(z.int()),
  lastAt: z.optional(z.string()),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

const plannedSchema = z.object({
  act: z.enum(acts),
  /** The same on every repeat: `reminder:notify`. With the case id it is the key of the effect. */
  key: z.string(),
  dueAt: z.string(),
  reason: z.string(),
  /** The delay of the policy's step it belongs to, as it was when this was planned. */
  afterMs: z.optional(z.int()),
  /**
   * How often the act has failed and cooled down. A provider may repeat a failure for as long as it remembers the
   * key, so each round has its own; the invoice is read before every one.
   */
  failures: z.optional(z.int()),
});
export type Planned = z.infer<typeof plannedSchema>;

/** What has become of an act, by its key. */
const doneSchema = z.object({
  at: z.string(),
  result: z.string(),
  /** How far up the ladder it lay: its step's delay when it was done, or the case's age if it came before its time. */
  afterMs: z.optional(z.int()),
  /** The message that was handed to the mail service. */
  message: z.optional(z.string()),
  /** The key of the message about another case of the payer that said it for this one too. */
  toldIn: z.optional(z.string()),
});
export type Done = z.infer<typeof doneSchema>;

/** Days that a letter has told the customer: none of it comes earlier than it said. */
const promisedSchema = z.object({
  attemptAt: z.optional(z.string()),
  pauseAt: z.optional(z.string()),
  endAt: z.optional(z.string()),
});
export type Promised = z.infer<typeof promisedSchema>;

const attemptSchema = z.object({
  key: z.string(),
  at: z.string(),
  result: z.enum(["paid", "declined", "needs-customer", "processing", "not-open"]),
  decline: z.optional(declineSchema),
  /** The method that was asked for; undefined where the choice was left to the provider. */
  methodId: z.optional(z.string()),
  /** Which charge the provider says it was. */
  charge: z.optional(
    z.object({
      chargeId: z.optional(z.string()),
      paymentId: z.optional(z.string()),
      at: z.optional(z.string()),
      methodId: z.optional(z.string()),
      kind: z.optional(z.enum(methodKinds)),
    }),
  ),
});

/**
 * Why nothing is done for now, whatever is due: a payment is under way, the merchant is in charge, or it is a first
 * payment in front of the customer. It is looked at again at `until`.
 */
const waitsSchema = z.object({
  why: z.enum(["payment", "merchant", "first-payment"]),
  since: z.string(),
  until: z.string(),
  reason: z.string(),
});
export type Waits = z.infer<typeof waitsSchema>;

/** Another outcome than the one at first, or money that went back, in the currency's minor unit. */
const correctionSchema = z.union([
  z.object({ at: z.string(), instead: outcomeSchema }),
  z.object({ at: z.string(), backMinor: z.int() }),
]);

/** One unpaid invoice on its way to an end. One aggregate, one item. */
export const dunningCaseSchema = z.object({
  caseId: z.string(),
  customerId: z.string(),
  provider: z.string(),
  providerCustomerId: z.string(),
  invoiceId: z.string(),
  subscriptionId: z.optional(z.string()),
  /** What remains to be paid; of a settled case what it was about. */
  amount: moneySchema,
  /** When that was so, by the provider's time. */
  amountAsOf: z.optional(z.string()),
  /** What was paid of the invoice when its charge failed: none of it is our doing. */
  paidBeforeMinor: z.optional(z.int()),
  planName: z.optional(z.string()),
  /** When the first charge failed, by the provider's time; every delay counts from here. */
  openedAt: z.string(),
  /** `settling`: the outcome stands, something is still to be done about it (resume, thank). */
  status: z.enum(["open", "settling", "closed"]),
  outcome: z.optional(outcomeSchema),
  decline: z.optional(declineSchema),
  /** When that decline was given; an older one never replaces it. */
  declinedAt: z.optional(z.string()),
  /** The card that was declined. */
  cardId: z.optional(z.string()),
  cardBrand: z.optional(z.string()),
  cardLast4: z.optional(z.string()),
  cardCountry: z.optional(z.string()),
  /** What kind of method it is; undefined in what was written while all were taken for cards. */
  methodKind: z.optional(z.enum(methodKinds)),
  /** The bank whose account was debited, by name. */
  bankName: z.optional(z.string()),
  /** Charges of ours, in order. */
  attempts: z.array(attemptSchema),
  /** Acts done, skipped or given up, by key. */
  done: z.record(z.string(), doneSchema),
  promised: z.optional(promisedSchema),
  planned: z.optional(plannedSchema),
  /** A letter that the arbiter put off. Its step stays the next one, and its deadline counts from `since`. */
  held: z.optional(z.object({ key: z.string(), since: z.string(), until: z.string(), reason: z.string() })),
  waits: z.optional(waitsSchema),
  /** The act of that key found no turn at a service, and comes back then; a turn may be kept for it. */
  turn: z.optional(
    z.object({
      key: z.string(),
      until: z.string(),
      kept: z.optional(z.object({ from: z.string(), count: z.int() })),
    }),
  ),
  /** When the subscription ends by the customer's or the merchant's wish. */
  leavesAt: z.optional(z.string()),
  /** Why the subscription is not paused for this invoice, and nothing is said of a pause. */
  spared: z.optional(z.object({ why: z.enum(["paid-renewals", "leaving"]), reason: z.string() })),
  /** The case that recovered this invoice before: a debit came back after it had succeeded. */
  reopens: z.optional(z.string()),
  /** The invoice charges for a change of the subscription in the middle of a period. */
  ofSubscriptionChange: z.optional(z.boolean()),
  /** The end was begun at the provider, by the act of that key: what is found given up or ended since is our own doing. */
  ending: z.optional(z.object({ key: z.string(), at: z.string() })),
  /** A new or renewed card waits to be charged. */
  cardRetry: z.optional(z.object({ key: z.string(), requestedAt: z.string(), cardId: z.optional(z.string()) })),
  /** Something a machine cannot mend waits for a person. */
  handOver: z.optional(z.object({ key: z.string(), reason: z.string() })),
  /** The newest card change already acted upon, by the provider's time. */
  cardChangedAt: z.optional(z.string()),
  epoch: z.int(),
  /** The newest epoch whose execution is known to have been started. */
  startedEpoch: z.int(),
  paused: z.boolean(),
  /** The newest message sent, and the one whose link was used last. */
  lastMessage: z.optional(z.string()),
  linkUsed: z.optional(z.object({ message: z.string(), at: z.string() })),
  timeline: z.array(timelineEntrySchema),
  /**
   * What became known after the outcome, each by the key of what it tells of: `paid`, `refund:<charge>`,
   * `credit-note:<id>`, `dispute:<id>`, `came-back:<invoice>`.
   */
  corrections: z.optional(z.record(z.string(), correctionSchema)),
});
export type DunningCase = z.infer<typeof dunningCaseSchema>;

/**
 * The charge that was started and of which nobody has said yet how it ended, such as a bank debit that takes days;
 * undefined if the last one has its answer.
 */
export function pendingCharge({ attempts, declinedAt }: DunningCase): DunningCase["attempts"][number] | undefined {
  const last = attempts.at(-1);
  const hasFailedSince = last !== undefined && declinedAt !== undefined && declinedAt > last.at;
  return last?.result === "processing" && !hasFailedSince ? last : undefined;
}

/** What the caller has to do with a decision, beyond saving its state. */
export type DunningAction =
  | { readonly type: "start-execution"; readonly epoch: number }
  | { readonly type: "wait-and-act"; readonly planned: Planned }
  | { readonly type: "end-execution"; readonly as: "finished" | "superseded" };

export interface Decision {
  readonly state: DunningCase;
  readonly actions: readonly DunningAction[];
  /** A sentence an operator can read. */
  readonly reason: string;
}
