import * as z from "zod/mini";
import { RequestError } from "../../../platform/errors.ts";
import { instantOfMs, instantOfSeconds, lastUnixSecond, msOf } from "../../../platform/instant.ts";
import type { Envelope, WebhookProvider } from "../../webhook-provider.ts";
import { modeOf } from "./livemode.ts";
import { isSignedByStripe } from "./signature.ts";
import { isThin } from "./thin-event.ts";

const shortText = "must be a text of 1 to 255 characters";
const unixTime = "must be a Unix time in whole seconds";
const isoTime = "must be a time as ISO 8601 has it";
const anObject = "must be an object";

const named = {
  id: z.string(shortText).check(z.minLength(1, shortText), z.maxLength(255, shortText)),
  type: z.string(shortText).check(z.minLength(1, shortText), z.maxLength(255, shortText)),
  livemode: z.nullish(z.boolean("must be true or false")),
};

const snapshotSchema = z.object(
  {
    ...named,
    created: z.int(unixTime).check(z.minimum(0, unixTime), z.maximum(lastUnixSecond, unixTime)),
    data: z.object({ object: z.object({}, anObject) }, anObject),
  },
  "must be a JSON object",
);

const thinSchema = z.object({
  ...named,
  created: z.string(isoTime).check(z.refine((text) => isPossible(msOf(text)), isoTime)),
});

const isPossible = (ms: number): boolean => ms >= 0 && ms <= lastUnixSecond * 1000;

/**
 * Stripe's events, whole (`https://docs.stripe.com/api/events/object`) or thin, which name an object and leave out what it
 * says (`https://docs.stripe.com/api/v2/core/events/object`).
 */
export const stripeWebhooks: WebhookProvider = {
  name: "stripe",
  verify: ({ headers, ...request }) => isSignedByStripe({ ...request, header: headers["stripe-signature"] }),
  envelope: envelopeOf,
};

function envelopeOf(rawText: string): Envelope {
  const event = jsonOf(rawText);
  const parsed = isThin(event) ? thinSchema.safeParse(event) : snapshotSchema.safeParse(event);
  if (!parsed.success) throw new RequestError(400, sentenceOf(parsed.error));
  const { id, type, created, livemode } = parsed.data;
  return {
    eventId: id,
    eventType: type,
    occurredAt: typeof created === "string" ? instantOfMs(msOf(created)) : instantOfSeconds(created),
    mode: modeOf(livemode),
  };
}

function jsonOf(rawText: string): unknown {
  try {
    return JSON.parse(rawText);
  } catch {
    throw new RequestError(400, "The body is not valid JSON.");
  }
}

function sentenceOf({ issues: [issue] }: z.core.$ZodError): string {
  const field = issue?.path.join(".");
  return field ? `The event's ${field} ${issue?.message}.` : `The body ${issue?.message}.`;
}
