import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    exclude: ["tests/e2e/**", "**/*.long.test.ts", "node_modules/**"],
    testTimeout: 120_000,
  },
});
