import { defineConfig } from "vitest/config";

/** Properties that take minutes: thousands of random histories each. */
export default defineConfig({ test: { include: ["tests/**/*.long.test.ts"], testTimeout: 1_800_000 } });
