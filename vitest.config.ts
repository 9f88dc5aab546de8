import { defineConfig } from "vitest/config";

/** Files share their workers, so that what they all need is loaded once: none may leave anything behind. */
export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    exclude: ["tests/**/*.long.test.ts", "tests/e2e/**", "node_modules/**"],
    testTimeout: 120_000,
    isolate: false,
    unstubEnvs: true,
  },
});
