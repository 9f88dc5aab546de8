import { expect, it } from "vitest";
import { transitionsPerClosedCase } from "../../local/world/transitions.ts";
import { createWorld } from "../../local/world/world.ts";
import { brokenBooks } from "./books-laws.ts";
import { brokenLaws } from "./world-laws.ts";

it("in sixty days of three hundred customers retries, new cards and messages each recover something", {
  timeout: 180_000,
}, async () => {
  const world = await createWorld({ seed: 7, customers: 300, days: 60 });
  try {
    await world.advanceTo(world.endsAt);
    const summary = await world.summary();
    const failedShare = summary.failedRenewalCharges / summary.renewalCharges;
    expect(failedShare).toBeGreaterThan(0.06);
    expect(failedShare).toBeLessThan(0.12);
    expect(summary.recoveredShare).toBeGreaterThan(0.55);
    expect(summary.recoveredShare).toBeLessThan(0.75);
    expect(summary.recoveredBy.retry).toBeGreaterThan(3);
    expect(summary.recoveredBy["new-card"]).toBeGreaterThan(3);
    expect(summary.recoveredAfterMessage).toBeGreaterThan(3);
    expect(summary.lost).toBeGreaterThan(0);
    const { books } = world.embedded.stripe.account;
    expect([...brokenLaws(world), ...brokenBooks(books, world.now())]).toEqual([]);
    for (const { most, allowed } of summary.budgets) expect(most).toBeLessThanOrEqual(allowed);
    const transitions = await transitionsPerClosedCase(world.embedded);
    expect(transitions).toBeGreaterThan(10);
    expect(transitions).toBeLessThanOrEqual(20);
  } finally {
    await world.stop();
  }
});
