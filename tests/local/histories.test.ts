import fc from "fast-check";
import { expect, it } from "vitest";
import { brokenBooks } from "./books-laws.ts";
import { history, playHistory } from "./history.ts";
import { brokenLaws } from "./world-laws.ts";

// More runs than a test suite has time for: HOLDFAST_HISTORIES=2000 npx vitest run tests/local/histories.test.ts
const numRuns = Number(process.env["HOLDFAST_HISTORIES"] ?? 25);

it("whatever people, the company, banks and Stripe itself do, the laws hold, by the provider's own books too", {
  timeout: 60_000 + numRuns * 5_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(history, async (past) => {
      const world = await playHistory(past);
      try {
        const { books } = world.embedded.stripe.account;
        expect([...brokenLaws(world), ...brokenBooks(books, world.now())]).toEqual([]);
      } finally {
        await world.stop();
      }
    }),
    { seed: 9, numRuns },
  );
});
