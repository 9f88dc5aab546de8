import { describe, expect, it } from "vitest";
import { randomFor } from "../../../local/engine/random.ts";
import { immortal, mortality } from "../../../local/world/mortality.ts";

/** A port that counts its calls, and a function that makes five of them and catches whatever happens. */
function stubborn(fate: ReturnType<typeof mortality>) {
  let effects = 0;
  const port = fate.port({
    act: async () => {
      effects += 1;
    },
  });
  const run = async () => {
    for (let call = 0; call < 5; call++) await port.act().catch(() => {});
    return "done";
  };
  return { run, effects: () => effects };
}

describe("mortality", () => {
  it("ends a function between any two of its calls, whatever it catches", async () => {
    const ends = new Set<number>();
    for (let seed = 0; seed < 60; seed++) {
      const fate = mortality(randomFor(seed, "test"), 1);
      const { run, effects } = stubborn(fate);
      const result = await fate.invoke(run).catch((error: unknown) => error);
      if (result === "done") expect(effects()).toBe(5);
      else expect(result).toMatchObject({ name: "Runtime.ExitError" });
      expect(fate.deaths).toBe(result === "done" ? 0 : 1);
      ends.add(effects());
    }
    expect([...ends].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("leaves alone what it is not told to end, and calls outside of functions", async () => {
    const fate = mortality(randomFor(1, "test"), 0);
    const { run, effects } = stubborn(fate);
    expect(await fate.invoke(run)).toBe("done");
    await run();
    expect([effects(), fate.deaths]).toEqual([10, 0]);
  });

  it("passes on what a function throws by itself", async () => {
    const fate = mortality(randomFor(1, "test"), 0);
    await expect(fate.invoke(() => Promise.reject(new TypeError("mine")))).rejects.toThrow("mine");
    await expect(immortal.invoke(() => Promise.reject(new TypeError("mine")))).rejects.toThrow("mine");
  });
});
