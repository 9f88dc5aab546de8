import { describe, expect, it } from "vitest";
import { parseComparison } from "../../functions/ingest/comparison.ts";
import { plus } from "../../functions/platform/duration.ts";
import { createWorld, type World } from "../../local/world/world.ts";
import { fairWeather, usualWorld, type WorldOptions } from "../../local/world/world-options.ts";
import { brokenLaws } from "./world-laws.ts";

const { start } = usualWorld;

/** A world whose endpoint hears nothing for a week: Stripe gives an event up after three days. */
const deafWorld = (options: Partial<WorldOptions>): Promise<World> =>
  createWorld({
    ...fairWeather,
    customers: 150,
    habits: { ...fairWeather.habits, deaf: { from: plus(start, "P5D"), until: plus(start, "P12D") } },
    ...options,
  });

const comparisonOf = async ({ embedded }: World) => {
  const item = await embedded.state.load({ pk: "provider#stripe", sk: "comparison" });
  if (item === undefined) throw new Error("Nothing was compared.");
  return parseComparison(item);
};

/** Renewals that Stripe charged in vain, told or not. */
const failedInvoices = ({ embedded }: World) => {
  const { charges, invoices } = embedded.stripe.account.books;
  const failed = new Set([...charges.values()].filter(({ trouble }) => trouble).map(({ invoiceId }) => invoiceId));
  return [...invoices.values()].filter(({ id }) => failed.has(id));
};

describe("an endpoint that is deaf for a week", () => {
  it.each([1, 2, 3])("seed %d: everything still ends right, with nothing sent again by hand", async (seed) => {
    const world = await deafWorld({ seed });
    try {
      await world.advance("P14D");
      const { log, cases } = world.embedded.tally;
      expect(log.count("event-missed")).toBeGreaterThan(20);
      const owed = failedInvoices(world).filter(({ status }) => status === "open");
      expect(owed.length).toBeGreaterThan(0);
      const withCase = new Set([...cases.values()].map(({ invoiceId }) => invoiceId));
      const dayOld = owed.filter(({ finalizedAt }) => finalizedAt !== null && plus(finalizedAt, "P2D") < world.now());
      expect(dayOld.filter(({ id }) => !withCase.has(id))).toEqual([]);
      const missedByThen = log.count("event-missed");

      await world.advance("P46D");
      expect(brokenLaws(world)).toEqual([]);
      // Nothing is missed any more once the endpoint hears again.
      expect(log.count("event-missed")).toBe(missedByThen);
      expect(await comparisonOf(world)).toMatchObject({ missed: 0, first: false });
      const { subscriptions } = world.embedded.stripe.account.books;
      const paid = [...cases.values()].filter(({ outcome }) => outcome?.kind === "recovered");
      expect(paid.length).toBeGreaterThan(0);
      const owing = new Set(
        failedInvoices(world)
          .filter(({ status }) => status === "open")
          .map(({ subscriptionId }) => subscriptionId),
      );
      const pausedForNothing = paid.filter(
        ({ subscriptionId = "" }) => !owing.has(subscriptionId) && subscriptions.get(subscriptionId)?.pause != null,
      );
      expect(pausedForNothing).toEqual([]);
    } finally {
      await world.stop();
    }
  });

  it("is mended through crashes and a provider that fails as well", async () => {
    const world = await deafWorld({ seed: 5, deathRate: 0.05, stripeFaultRate: 0.05 });
    try {
      await world.advance("P60D");
      expect(world.embedded.mortality.deaths).toBeGreaterThan(0);
      expect(world.embedded.tally.log.count("event-missed")).toBeGreaterThan(20);
      expect(brokenLaws(world)).toEqual([]);
    } finally {
      await world.stop();
    }
  });

  it("never listened to at all: the comparison alone finds every failed payment", async () => {
    const world = await deafWorld({
      customers: 80,
      habits: { ...fairWeather.habits, deaf: { from: start, until: plus(start, "P90D") } },
    });
    try {
      await world.advance("P60D");
      expect(failedInvoices(world).length).toBeGreaterThan(3);
      expect(brokenLaws(world)).toEqual([]);
      const withCase = new Set(world.dunningCases().map(({ invoiceId }) => invoiceId));
      const known = failedInvoices(world).filter(
        ({ finalizedAt }) => finalizedAt !== null && plus(finalizedAt, "P2D") < world.now(),
      );
      expect(known.filter(({ id, status }) => status === "open" && !withCase.has(id))).toEqual([]);
    } finally {
      await world.stop();
    }
  });
});

it("a dry run takes up what nobody told, and does nothing about it", async () => {
  const { policy } = fairWeather;
  const world = await deafWorld({
    customers: 60,
    policy: { ...policy, dunning: { ...policy.dunning, dryRun: true } },
    habits: { ...fairWeather.habits, deaf: { from: start, until: plus(start, "P90D") } },
  });
  try {
    await world.advance("P30D");
    expect(world.dunningCases().length).toBeGreaterThan(0);
    expect(world.embedded.outbox.sent).toEqual([]);
    const { charges } = world.embedded.stripe.account.books;
    expect([...charges.values()].filter(({ idempotencyKey }) => idempotencyKey?.startsWith("stripe-"))).toEqual([]);
  } finally {
    await world.stop();
  }
});

describe("an endpoint that hears everything", () => {
  it("misses nothing, whatever comes twice or late", async () => {
    const world = await createWorld({ ...usualWorld, customers: 60 });
    try {
      await world.advance("P20D");
      expect(world.embedded.tally.log.count("event-missed")).toBe(0);
      expect(world.embedded.tally.log.count("comparison-ended")).toBeGreaterThanOrEqual(20);
    } finally {
      await world.stop();
    }
  });
});
