import fc from "fast-check";
import { expect, it } from "vitest";
import { paidTooMuch, pausedThoughPaid } from "./books-laws.ts";
import { history, playHistory } from "./history.ts";
import { brokenLaws } from "./world-laws.ts";

// More runs than a test suite has time for: HOLDFAST_HISTORIES=2000 npx vitest run tests/local/histories
const numRuns = Number(process.env["HOLDFAST_HISTORIES"] ?? 25);

it("whatever people, the company, banks and Stripe itself do, nobody pays too much, and whoever paid is not paused", {
  timeout: 60_000 + numRuns * 5_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(history, async (past) => {
      const world = await playHistory(past);
      try {
        const { books } = world.embedded.stripe.account;
        expect([...brokenLaws(world), ...paidTooMuch(books), ...pausedThoughPaid(books, world.now())]).toEqual([]);
      } finally {
        await world.stop();
      }
    }),
    { seed: 9, numRuns },
  );
});
