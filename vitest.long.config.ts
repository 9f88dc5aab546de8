import { defineConfig } from "vitest/config";

/** Properties that take thousands of runs: `npm run test:long`. */
export default defineConfig({ test: { include: ["tests/**/*.long.test.ts"], testTimeout: 1_200_000 } });
