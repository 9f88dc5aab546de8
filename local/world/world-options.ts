import type { Instant } from "../../functions/platform/instant.ts";
import type { Policy } from "../../functions/policy/policy.ts";
import orbit from "../../retention.config.ts";
import { type AccountQuota, type MailFaults, noMailFaults, usualQuota } from "../engine/outbox.ts";
import type { Lives } from "../population/lives.ts";
import { type DeliveryHabits, usualHabits } from "../providers/stripe/deliveries.ts";
import type { ShapeVersion } from "../providers/stripe/shapes/shape.ts";
import type { ExportedEvent } from "../replay/event-file.ts";
import type { ScriptedAnswer } from "../replay/scripted-answers.ts";
import type { StoreKind } from "./stores.ts";

/** What kind of world to make. */
export interface WorldOptions {
  readonly seed: number;
  readonly start: Instant;
  /** How long the story that was asked for is; time may be advanced beyond it. */
  readonly days: number;
  /** How many customers to invent. */
  readonly customers: number;
  /** How much happens to them. */
  readonly lives: Lives;
  /** Exported events to replay, oldest first. */
  readonly events: readonly ExportedEvent[];
  /** What the provider of those events answers, where they do not imply it. */
  readonly answers: readonly ScriptedAnswer[];
  readonly store: StoreKind;
  readonly policy: Policy;
  /** The ASL of the workflow: today's, or one that executions were started with before. */
  readonly workflow: URL;
  /** Where the pages of the sandbox are, without a slash at the end. */
  readonly publicUrl: string;
  /** The shape in which the simulated Stripe sends its events. */
  readonly version: ShapeVersion;
  readonly habits: DeliveryHabits;
  /** Events that come within this time are applied at the same moment, side by side; 1 applies each by itself. */
  readonly gatherMs: number;
  /** The share of requests to Stripe's API that go wrong in one of its ways. */
  readonly stripeFaultRate: number;
  readonly mailFaults: MailFaults;
  /** How much the mail service lets the company send. */
  readonly mailQuota: AccountQuota;
  /** The share of function calls that die between two lines. */
  readonly deathRate: number;
  /** Events sent over HTTP may be signed with this secret too. */
  readonly outsideSecret: string | undefined;
}

/** A Monday morning. */
const usualStart: Instant = "2026-01-05T06:00:00.000Z";

/** The world as the sandbox shows it: mostly fair weather, with a few faults so that their handling can be seen. */
export const usualWorld: WorldOptions = {
  seed: 7,
  start: usualStart,
  days: 60,
  customers: 300,
  lives: "full",
  events: [],
  answers: [],
  store: "memory",
  policy: orbit,
  workflow: new URL("../../workflows/dunning.asl.json", import.meta.url),
  publicUrl: "http://localhost:8787",
  version: "current",
  habits: usualHabits,
  gatherMs: 1,
  stripeFaultRate: 0.01,
  mailFaults: { throttled: 0.01, answerLost: 0.002, unreachable: 0.002 },
  mailQuota: usualQuota,
  deathRate: 0,
  outsideSecret: undefined,
};

/** A world in which nothing goes wrong but cards. */
export const fairWeather: WorldOptions = {
  ...usualWorld,
  habits: { duplicates: 0, heldUp: 0 },
  stripeFaultRate: 0,
  mailFaults: noMailFaults,
};
