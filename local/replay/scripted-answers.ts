import * as z from "zod/mini";
import { invoiceStatuses } from "../../functions/billing/invoice.ts";
import { methodKinds } from "../../functions/billing/method-kind.ts";
import { moneySchema } from "../../functions/billing/money.ts";
import { declineSchema } from "../../functions/billing/payment.ts";
import type { ChargeOutcome, DraftInvoice, Payments, ProviderInvoice } from "../../functions/billing/payments.ts";
import { subscriptionStatuses } from "../../functions/billing/subscription.ts";
import { ConfigurationError, RetryableError, TerminalError } from "../../functions/platform/errors.ts";
import { type Instant, instantOfMs, msOf } from "../../functions/platform/instant.ts";
import type { Clock } from "../../functions/platform/ports/clock.ts";

/** What a call throws instead of answering, by the names that the port's errors have. */
const failures = {
  RetryableError: (message: string) => new RetryableError(message),
  TerminalError: (message: string) => new TerminalError(message),
  ConfigurationError: (message: string) => new ConfigurationError(message),
};

const failureSchema = z.strictObject({
  throws: z.enum(["RetryableError", "TerminalError", "ConfigurationError"]),
  message: z.optional(z.string()),
});

const decline = z.strictObject(declineSchema.shape);
const money = z.strictObject(moneySchema.shape);
const status = z.enum(invoiceStatuses);
const kind = z.enum(methodKinds);
const text = z.exactOptional(z.string());
const flag = z.exactOptional(z.boolean());
const instant = z.pipe(
  z.iso.datetime({ offset: true }),
  z.transform((written): Instant => instantOfMs(msOf(written))),
);
const at = z.exactOptional(instant);

const chargeFields = { chargeId: text, paymentId: text, at, methodId: text };
const providerCharge = z.exactOptional(z.strictObject(chargeFields));
const charge = z.exactOptional(z.strictObject({ ...chargeFields, kind: z.exactOptional(kind) }));
const method = z.exactOptional(
  z.strictObject({ methodId: z.string(), kind, number: text, brand: text, last4: text, country: text }),
);

const chargeOutcomeSchema = z.discriminatedUnion("result", [
  z.strictObject({ result: z.literal("paid"), charge }),
  z.strictObject({ result: z.literal("declined"), decline, charge }),
  z.strictObject({ result: z.literal("needs-customer"), decline, charge }),
  z.strictObject({ result: z.literal("processing"), charge }),
  z.strictObject({ result: z.literal("not-open"), status }),
]) satisfies z.ZodMiniType<ChargeOutcome>;

const subscription = z.exactOptional(
  z.strictObject({
    subscriptionId: z.string(),
    status: z.enum(subscriptionStatuses),
    endsAt: at,
    chargedAutomatically: z.exactOptional(z.boolean()),
    pause: z.exactOptional(z.strictObject({ by: z.enum(["us", "merchant"]), resumesAt: at })),
  }),
);

/** Every field of the port's invoice, each of which may be left to the events. */
const partOfInvoice = {
  invoiceId: text,
  status: z.exactOptional(status),
  amountRemaining: z.exactOptional(money),
  amountPaid: z.exactOptional(money),
  customerEmail: text,
  customerName: text,
  customerPhone: text,
  number: text,
  hostedUrl: text,
  lastDecline: z.exactOptional(decline),
  cardBrand: text,
  cardLast4: text,
  chargedAutomatically: flag,
  autoAdvance: flag,
  firstOfSubscription: flag,
  ofSubscriptionChange: flag,
  lastAttempt: providerCharge,
  paymentInProgress: z.exactOptional(z.strictObject({ kind, since: at, paymentId: text })),
  paidWith: providerCharge,
  subscription,
  customerDefault: method,
  subscriptionDefault: method,
  invoiceDefault: method,
} satisfies Record<keyof ProviderInvoice, z.ZodMiniType>;
const partOfInvoiceSchema = z.strictObject(partOfInvoice) satisfies z.ZodMiniType<Partial<ProviderInvoice>>;

const draftsSchema = z.array(
  z.strictObject({ invoiceId: z.string(), amount: money, createdAt: instant }),
) satisfies z.ZodMiniType<DraftInvoice[]>;

/** Where a call answers nothing, agreeing to it is all that can be said. */
const agreementSchema = z.nullish(z.strictObject({}));

/** What may be answered, by the method of the port that is called. */
export const answerSchemas = {
  readInvoice: partOfInvoiceSchema,
  payInvoice: chargeOutcomeSchema,
  createCardUpdateLink: z.strictObject({ url: z.url() }),
  pauseSubscription: agreementSchema,
  resumeSubscription: agreementSchema,
  markUncollectible: agreementSchema,
  cancelSubscription: agreementSchema,
  listDrafts: draftsSchema,
  finalizeInvoice: agreementSchema,
} satisfies Record<keyof Payments, z.ZodMiniType>;

export type Call = keyof typeof answerSchemas;

/** One answer of a script, for the calls of one method within a time. */
export interface ScriptedAnswer {
  readonly call: Call;
  /** From when it holds, this instant included; undefined: from the beginning. */
  readonly from?: Instant | undefined;
  /** Until when, this instant excluded; undefined: to the end. */
  readonly until?: Instant | undefined;
  /** One that its method's schema takes, or a failure. */
  readonly answer: unknown;
}

/** The schema of an answer: that of a failure for what names one, else that of the method. */
export const schemaOfAnswer = (call: Call, answer: unknown): z.ZodMiniType =>
  z.object({ throws: z.unknown() }).safeParse(answer).success ? failureSchema : answerSchemas[call];

/** What a script answers now to calls of a method. @throws the error that the script wants thrown. */
function answerTo(script: readonly ScriptedAnswer[], call: Call, now: Instant): unknown {
  const found = script.find(
    (each) => each.call === call && (each.from ?? "") <= now && (each.until === undefined || now < each.until),
  );
  const failure = failureSchema.safeParse(found?.answer);
  if (!failure.success) return found?.answer;
  const { throws, message } = failure.data;
  throw failures[throws](message ?? `The script has ${call} throw a ${throws}.`);
}

/** What a script answers; undefined where it is silent. Each throws the error that the script wants thrown. */
export const scriptOf = (script: readonly ScriptedAnswer[], clock: Clock) => {
  const said = <T>(call: Call, schema: z.ZodMiniType<T>): T | undefined => {
    const answer = answerTo(script, call, clock.now());
    return answer === undefined ? undefined : schema.parse(answer);
  };
  return {
    readInvoice: () => said("readInvoice", answerSchemas.readInvoice),
    payInvoice: () => said("payInvoice", answerSchemas.payInvoice),
    createCardUpdateLink: () => said("createCardUpdateLink", answerSchemas.createCardUpdateLink),
    listDrafts: () => said("listDrafts", answerSchemas.listDrafts),
    /** Of a call that answers nothing: only whether it is to fail. */
    agrees: (call: Call) => {
      answerTo(script, call, clock.now());
    },
  };
};
