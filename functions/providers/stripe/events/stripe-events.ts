import * as z from "zod/mini";
import type { EventReader } from "../../event-reader.ts";
import { maybe, parse } from "./fields.ts";
import { modeOf } from "./livemode.ts";
import { hasFailed, listed, surroundingsOf, toldBy } from "./read-invoice.ts";
import { completed, missingIn } from "./thin-event-read.ts";
import { translateStripe } from "./translate.ts";

const modeSchema = z.object({ livemode: maybe(z.boolean()) });

/** How Stripe's events are read, whole and thin. */
export const stripeEvents: EventReader = {
  modeOf: (raw) => modeOf(parse(modeSchema, raw, "event").livemode),
  translate: (raw, { metadataKeys, ownAccount }) => translateStripe(raw, metadataKeys, ownAccount),
  missingIn,
  listed,
  hasFailed,
  surroundingsOf,
  toldBy,
  completed,
};
