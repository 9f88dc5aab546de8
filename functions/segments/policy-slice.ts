import * as z from "zod/mini";
import { textSetting } from "../platform/settings.ts";
import type { Predicate, Segments } from "./predicate.ts";

const parts =
  "country, locale, plan, metadataSegment, acquisitionChannel, provider, mrr, ageDays, in, all, any and not";
const oneOf = <Value extends z.ZodMiniType<string, string>>(value: Value) =>
  z.optional(z.array(value, "must be a list of texts").check(z.minLength(1, "needs at least one value")));
const formed = (form: RegExp, error: string) => z.string(error).check(z.regex(form, error));
const country = formed(/^[A-Z]{2}$/, "must be an ISO 3166-1 code such as DE");
const locale = formed(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "must be a language tag such as pt or pt-BR");
const currency = formed(/^[A-Z]{3}$/, "must be an ISO 4217 code such as EUR");
const wholeError = "must be a whole number of 0 or more";
const whole = z.optional(z.int(wholeError).check(z.nonnegative(wholeError)));
const combined = z.optional(
  z
    .array(
      z.lazy(() => predicateSchema),
      "must be a list of predicates",
    )
    .check(z.minLength(1, "needs at least one predicate")),
);

const predicateSchema: z.ZodMiniType<Predicate, Predicate> = z.strictObject(
  {
    country: oneOf(country),
    locale: oneOf(locale),
    plan: oneOf(textSetting),
    metadataSegment: oneOf(textSetting),
    acquisitionChannel: oneOf(textSetting),
    provider: oneOf(z.enum(["stripe"], "must be stripe")),
    mrr: z.optional(
      z.strictObject(
        { currency, atLeastMinor: whole, belowMinor: whole },
        "must have a currency, and may have atLeastMinor and belowMinor",
      ),
    ),
    ageDays: z.optional(z.strictObject({ atLeast: whole, below: whole }, "may have atLeast and below")),
    in: z.optional(z.string("must be the name of a segment")),
    all: combined,
    any: combined,
    not: z.optional(z.lazy(() => predicateSchema)),
  },
  `must be made of ${parts}`,
);

const segmentsSchema: z.ZodMiniType<Segments, Segments> = z.record(z.string(), predicateSchema);

/** Segments' slice of the policy: named predicates over what is known of a payer, an account or a person. */
export const segmentsShape = { segments: z._default(segmentsSchema, {}) };

export interface SegmentsPolicy {
  readonly segments: Segments;
}
