import * as z from "zod/mini";
import { RequestError } from "../../../platform/errors.ts";
import { instantOfSeconds, lastUnixSecond } from "../../../platform/instant.ts";
import type { Envelope, WebhookProvider } from "../../webhook-provider.ts";
import { isSignedByStripe } from "./signature.ts";

const shortText = "must be a text of 1 to 255 characters";
const unixTime = "must be a Unix time in whole seconds";

const envelopeSchema = z.object(
  {
    id: z.string(shortText).check(z.minLength(1, shortText), z.maxLength(255, shortText)),
    type: z.string(shortText).check(z.minLength(1, shortText), z.maxLength(255, shortText)),
    created: z.int(unixTime).check(z.minimum(0, unixTime), z.maximum(lastUnixSecond, unixTime)),
    data: z.object({ object: z.object({}, "must be an object") }, "must be an object"),
  },
  "must be a JSON object",
);

/** Stripe's snapshot events: `https://docs.stripe.com/api/events/object`. */
export const stripeWebhooks: WebhookProvider = {
  name: "stripe",
  verify: ({ headers, ...request }) => isSignedByStripe({ ...request, header: headers["stripe-signature"] }),
  envelope: envelopeOf,
};

function envelopeOf(rawText: string): Envelope {
  const parsed = envelopeSchema.safeParse(jsonOf(rawText));
  if (!parsed.success) throw new RequestError(400, sentenceOf(parsed.error));
  const { id, type, created } = parsed.data;
  return { eventId: id, eventType: type, occurredAt: instantOfSeconds(created) };
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
