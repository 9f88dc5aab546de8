import { messageOf } from "../../functions/platform/errors.ts";

const startedAt = performance.now();

/** One line of progress, with the seconds since the run began. */
export function say(line: string): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
  console.log(`${seconds} s  ${line}`);
}

/** Counts what was checked and what of it held. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** Runs one check; it failed if its body throws. Later checks run all the same. */
  check(name: string, body: () => void | Promise<void>): Promise<void>;
}

export function createTally(): Tally {
  const counts = { passed: 0, failed: 0 };
  return {
    get passed() {
      return counts.passed;
    },
    get failed() {
      return counts.failed;
    },
    check: async (name, body) => {
      try {
        await body();
        counts.passed += 1;
        say(`  ok      ${name}`);
      } catch (error) {
        counts.failed += 1;
        say(`  FAILED  ${name}\n${messageOf(error)}`);
      }
    },
  };
}
