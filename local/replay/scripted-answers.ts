import * as z from "zod/mini";
import { invoiceStatuses } from "../../functions/billing/invoice.ts";
import { moneySchema } from "../../functions/billing/money.ts";
import { declineSchema } from "../../functions/billing/payment.ts";
import type { ChargeOutcome, Payments, ProviderInvoice } from "../../functions/billing/payments.ts";
import { ConfigurationError, RetryableError, TerminalError } from "../../functions/platform/errors.ts";
import type { Instant } from "../../functions/platform/instant.ts";
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

const chargeOutcomeSchema = z.discriminatedUnion("result", [
  z.strictObject({ result: z.literal("paid") }),
  z.strictObject({ result: z.literal("declined"), decline }),
  z.strictObject({ result: z.literal("needs-customer"), decline }),
  z.strictObject({ result: z.literal("processing") }),
  z.strictObject({ result: z.literal("not-open"), status }),
]) satisfies z.ZodMiniType<ChargeOutcome>;

const text = z.exactOptional(z.string());

const partOfInvoiceSchema = z.strictObject({
  invoiceId: text,
  status: z.exactOptional(status),
  amountRemaining: z.exactOptional(money),
  customerEmail: text,
  customerName: text,
  lastDecline: z.exactOptional(decline),
  cardBrand: text,
  cardLast4: text,
}) satisfies z.ZodMiniType<Partial<ProviderInvoice>>;

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
    /** Of a call that answers nothing: only whether it is to fail. */
    agrees: (call: Call) => {
      answerTo(script, call, clock.now());
    },
  };
};
