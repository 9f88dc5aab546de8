import fc from "fast-check";
import { expect, it } from "vitest";
import { createWorld, type World } from "../../local/world/world.ts";
import { fairWeather, type WorldOptions } from "../../local/world/world-options.ts";
import { brokenLaws } from "./world-laws.ts";

/**
 * Executions sleep for weeks under the definition they were started with, and call the functions of today. Under this one
 * every act led back to PlanNextStep, and what an act answered was thrown away.
 */
const workflow = new URL("../fixtures/workflows/every-box-returns-to-the-plan.asl.json", import.meta.url);

/** Plays a world to its end, looks at it and stops it. */
async function played<T>(options: Partial<WorldOptions>, look: (world: World) => T | Promise<T>): Promise<T> {
  const world = await createWorld(options);
  try {
    await world.advance("P75D");
    return await look(world);
  } finally {
    await world.stop();
  }
}

const storyOf = (world: World) => ({ cases: world.dunningCases(), mails: world.mails() });

it("executions begun under the former workflow do at the same times what those of today's do", {
  timeout: 120_000,
}, async () => {
  const options = { ...fairWeather, seed: 7, customers: 120 };
  const today = await played(options, storyOf);
  expect(await played({ ...options, workflow }, storyOf)).toEqual(today);
  expect(today.cases.length).toBeGreaterThan(5);
});

it("they come to one end each, whoever dies on the way", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1_000_000), fc.double({ min: 0.05, max: 0.2, noNaN: true }), async (seed, deathRate) => {
      await played({ seed, deathRate, workflow, customers: 50 }, (world) => {
        expect(brokenLaws(world)).toEqual([]);
        expect(world.dunningCases().length).toBeGreaterThan(0);
      });
    }),
    { seed: 7, numRuns: 3, endOnFailure: true },
  );
});
