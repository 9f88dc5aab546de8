import { type Instant, plusMs } from "../../../functions/platform/instant.ts";
import type { Clock } from "../../../functions/platform/ports/clock.ts";
import { type Timetable, timetable } from "../../engine/timetable.ts";
import { type Books, emptyBooks } from "./records.ts";
import { apiVersions, type Json, type ShapeVersion, secondsOf } from "./shapes/shape.ts";

const dayMs = 86_400_000;

/** One thing that happened, as Stripe tells it. */
export interface StripeEvent {
  readonly id: string;
  readonly type: string;
  readonly createdAt: Instant;
  readonly body: Json;
}

/** What Stripe, or a bank, does by itself when its time has come; `id` is of whatever it is done to. */
export interface BillingJob {
  readonly kind:
    | "renew"
    | "finalize"
    /** A bank answers a debit, or gives one back that it had approved. */
    | "answer-debit"
    | "return-debit"
    | "retry"
    /** A pause ends on the day that was named when it began. */
    | "end-pause"
    /** A first payment, or an upgrade, that nobody made within its 23 hours. */
    | "expire-first"
    | "expire-update"
    /** An invoice that was sent is not paid by its day. */
    | "fall-due";
  readonly id: string;
}

/** One account at the simulated Stripe: its books, its clock, its numbering, its events. */
export interface Account {
  readonly seed: number;
  readonly books: Books;
  readonly clock: Clock;
  readonly version: ShapeVersion;
  /** Where Stripe's own pages are drawn, such as http://localhost:8787. */
  readonly pagesUrl: string;
  readonly calendar: Timetable<BillingJob>;
  /** `in_000123`: the next number of that kind of object. */
  nextId(prefix: string): string;
  /** So many days from now. */
  later(days: number): Instant;
  /** Tells the world. */
  emit(type: string, object: Json, previous?: Json): void;
}

/** @param onEvent gets each event at the moment it happens. */
export function openAccount(options: {
  readonly seed: number;
  readonly clock: Clock;
  readonly version: ShapeVersion;
  readonly pagesUrl: string;
  readonly onEvent: (event: StripeEvent) => void;
}): Account {
  const { seed, clock, version, pagesUrl, onEvent } = options;
  const counts = new Map<string, number>();
  const nextId = (prefix: string) => {
    const count = (counts.get(prefix) ?? 0) + 1;
    counts.set(prefix, count);
    return `${prefix}_${String(count).padStart(6, "0")}`;
  };
  return {
    seed,
    books: emptyBooks(),
    clock,
    version,
    pagesUrl,
    calendar: timetable(),
    nextId,
    later: (days) => plusMs(clock.now(), days * dayMs),
    emit: (type, object, previous) => {
      const event = { id: nextId("evt"), type, createdAt: clock.now() };
      onEvent({ ...event, body: eventShape(event, object, previous, version) });
    },
  };
}

const eventShape = (
  { id, type, createdAt }: Omit<StripeEvent, "body">,
  object: Json,
  previous: Json | undefined,
  version: ShapeVersion,
): Json => ({
  id,
  object: "event",
  api_version: apiVersions[version],
  created: secondsOf(createdAt),
  data: { object, ...(previous && { previous_attributes: previous }) },
  livemode: false,
  pending_webhooks: 1,
  request: { id: null, idempotency_key: null },
  type,
});

/** The record under `id`, which other records of the account refer to. */
export function known<T>(records: ReadonlyMap<string, T>, id: string | null): T {
  const record = id === null ? undefined : records.get(id);
  if (record === undefined)
    throw new ReferenceError(`The simulated Stripe's books refer to ${id}, which is not in them.`);
  return record;
}
