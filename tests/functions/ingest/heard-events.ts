import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BillingEvent } from "../../../functions/billing/billing-event.ts";
import { dunningReconciler } from "../../../functions/dunning/dunning-reconciler.ts";
import { applyBillingEvent } from "../../../functions/ingest/apply-billing-event.ts";
import type { Instant } from "../../../functions/platform/instant.ts";
import type { Store } from "../../../functions/platform/ports/store.ts";
import { translatorOf } from "../../../functions/providers/translators.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { samplePolicy as policy } from "../dunning/sample-case.ts";

const fixtures = join(import.meta.dirname, "../../fixtures");

/** The text of a fixture, by its path under tests/fixtures. */
export const fixture = (path: string): string => readFileSync(join(fixtures, path), "utf8");

const translate = translatorOf("stripe", policy.provider.metadata);

/** The billing events of a fixture of Stripe events, one to a line, in its order. */
export const billingEvents = (text: string): BillingEvent[] =>
  text
    .trim()
    .split("\n")
    .flatMap((line) => translate(JSON.parse(line)) ?? []);

/** What comes of events, in a store of their own. */
export function hearing(now: Instant = "2026-01-06T10:00:00.000Z", wrap: (store: Store) => Store = (store) => store) {
  const state = memoryStore();
  const warned: string[] = [];
  const log = { info: () => {}, warn: (event: string) => void warned.push(event), error: () => {} };
  const ground = {
    ...{ state: wrap(state), policy, log },
    clock: { now: () => now },
    workflows: { startDunning: async () => "started" as const },
  };
  const ports = { ...ground, reconcilers: [dunningReconciler(ground)] };
  const hear = async (events: readonly BillingEvent[]) => {
    for (const event of events) await applyBillingEvent(ports, event);
  };
  return { state, warned, ports, hear };
}
