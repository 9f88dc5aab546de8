import { describe, expect, it } from "vitest";
import { plusMs } from "../../../functions/platform/instant.ts";
import { virtualLatency } from "../../../local/engine/virtual-latency.ts";

const start = "2026-01-05T08:00:00.000Z";

describe("a time in which only calls take time", () => {
  it("passes while everything waits, side by side", async () => {
    const { clock, sleep, play } = virtualLatency(start);
    const order: string[] = [];
    const walk = async (name: string, ms: number) => {
      for (let step = 0; step < 2; step += 1) {
        await sleep(ms);
        order.push(`${name} ${Date.parse(clock.now()) - Date.parse(start)}`);
      }
    };
    await play(() => Promise.all([walk("slow", 50), walk("quick", 20)]));
    expect(order).toEqual(["quick 20", "quick 40", "slow 50", "slow 100"]);
    expect(clock.now()).toBe(plusMs(start, 100));
  });

  it("makes each call of a port take as long as it is said to", async () => {
    const { clock, slow, play } = virtualLatency(start);
    const port = slow({ name: "port", ask: async (what: string) => `${what} at ${clock.now()}` }, 5);
    expect(await play(() => port.ask("it"))).toBe(`it at ${plusMs(start, 5)}`);
    expect(port.name).toBe("port");
  });

  it("throws what is thrown, and says when something waits for another time", async () => {
    const { play } = virtualLatency(start);
    await expect(play(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(play(() => new Promise(() => {}))).rejects.toThrow("not of this time");
  });
});
