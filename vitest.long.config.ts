import { defineConfig } from "vitest/config";

/** Properties that take thousands of runs: `npm run test:long`. Nothing waits on a screen, so they get every core. */
export default defineConfig({
  test: { include: ["tests/**/*.long.test.ts"], testTimeout: 1_200_000, maxWorkers: "100%" },
});
