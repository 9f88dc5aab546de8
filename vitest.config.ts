import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    exclude: ["tests/**/*.long.test.ts", "tests/e2e/**", "node_modules/**"],
    testTimeout: 120_000,
  },
});
