import { defineConfig } from "vitest/config";

/** Properties over more histories than one waits for between two edits; `npm test` leaves them out, CI runs them. */
export default defineConfig({ test: { include: ["tests/**/*.long.test.ts"], testTimeout: 600_000 } });
