import { type Instant, instantOfMs, msOf } from "../../../functions/platform/instant.ts";
import type { Clock } from "../../../functions/platform/ports/clock.ts";
import type { Actor } from "../../engine/actor.ts";
import { randomFor } from "../../engine/random.ts";
import { timetable } from "../../engine/timetable.ts";
import type { StripeEvent } from "./account.ts";
import { secondsOf } from "./shapes/shape.ts";
import { signatureHeader } from "./signature.ts";

/** Hands one signed request to the endpoint. @returns its HTTP status; throwing counts as no answer. */
export type Deliver = (rawBody: string, signature: string) => Promise<number>;

/** How untidily events arrive. */
export interface DeliveryHabits {
  /** The share of events that arrive twice. */
  readonly duplicates: number;
  /** The share of events that are held up for up to four minutes, so that later ones overtake them. */
  readonly heldUp: number;
  /** Of those that arrive twice, the share whose second copy comes within the same second. */
  readonly atOnce?: number | undefined;
  /** While nothing that is sent reaches the endpoint. */
  readonly deaf?: { readonly from: Instant; readonly until: Instant } | undefined;
}

export const usualHabits: DeliveryHabits = { duplicates: 0.05, heldUp: 0.12, atOnce: 0.3 };

/** After a refusal Stripe tries again for three days; these are the waits before each further try. */
const backoffHours = [5 / 60, 0.5, 2, 5, 10, 12, 12, 12, 12];

interface Delivery {
  readonly event: StripeEvent;
  readonly rawBody: string;
  /** 0 for the first try of each copy. */
  readonly tries: number;
}

export interface Deliveries extends Actor {
  enqueue(event: StripeEvent): void;
  /** Refused or unanswered requests so far. */
  readonly refused: number;
}

/** The queue between Stripe and the webhook endpoint. */
export function deliveries(options: {
  readonly seed: number;
  readonly clock: Clock;
  readonly secret: string;
  readonly habits: DeliveryHabits;
  readonly deliver: Deliver;
}): Deliveries {
  const { seed, clock, secret, habits, deliver } = options;
  const queue = timetable<Delivery>();
  let refused = 0;

  const tryOnce = async ({ event, rawBody, tries }: Delivery) => {
    const signature = signatureHeader(rawBody, secret, secondsOf(clock.now()));
    const isDeaf = habits.deaf !== undefined && clock.now() >= habits.deaf.from && clock.now() < habits.deaf.until;
    const status = isDeaf ? 0 : await deliver(rawBody, signature).catch(() => 0);
    if (status >= 200 && status < 300) return;
    refused += 1;
    const hours = backoffHours[tries];
    if (hours !== undefined) queue.add(msLater(clock.now(), hours * 3_600_000), { event, rawBody, tries: tries + 1 });
  };

  return {
    name: "deliveries",
    enqueue: (event) => {
      const rawBody = JSON.stringify(event.body);
      for (const delayMs of delaysMs(seed, event.id, habits))
        queue.add(msLater(event.createdAt, delayMs), { event, rawBody, tries: 0 });
    },
    nextAt: queue.nextAt,
    act: async () => {
      const next = queue.take();
      if (next) await tryOnce(next);
    },
    get refused() {
      return refused;
    },
  };
}

const msLater = (instant: Instant, ms: number) => instantOfMs(msOf(instant) + Math.round(ms));

/** How long after the fact each copy of an event sets out: within seconds as a rule, some minutes late, some twice. */
function delaysMs(seed: number, eventId: string, habits: DeliveryHabits): number[] {
  const random = randomFor(seed, "delivery", eventId);
  const first = random.chance(habits.heldUp) ? random.whole(5_000, 240_000) : random.whole(300, 3_000);
  if (!random.chance(habits.duplicates)) return [first];
  const apart = random.whole(0, 180_000);
  return [first, first + (random.chance(habits.atOnce ?? 0) ? apart % 1_000 : apart)];
}
