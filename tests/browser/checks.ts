/** What was checked so far. */
export class Checks {
  #passed = 0;
  #failed = 0;

  /** Runs one check; what it throws is its failure, and the next check runs all the same. */
  async check(name: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
      this.#passed += 1;
      console.log(`  ok    ${name}`);
    } catch (error) {
      this.#failed += 1;
      console.log(`  FAIL  ${name}\n${indented(error)}`);
    }
  }

  /** Prints the count; true if nothing failed. */
  finish(): boolean {
    console.log(`${this.#passed} passed, ${this.#failed} failed`);
    return this.#failed === 0 && this.#passed > 0;
  }
}

const indented = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/^/gm, "        ");
