import { expect, it } from "vitest";
import { meteredRenewals } from "../../../bench/workload/metered-renewals.ts";

it("renewals fail and are paid as the story says, and what each function asks of the tables is counted", async () => {
  const world = await meteredRenewals({ payers: 2, failsEvery: 2, lostEvery: 0 });
  try {
    await world.playTo("2026-02-16T06:00:00.000Z");
    expect(world.renewals).toEqual({ charged: 3, failed: 1 });
    const [receive, apply] = [world.usage("receive"), world.usage("apply-event")];
    expect(receive).toMatchObject({ invocations: world.events, calls: world.events, read: 0 });
    expect(receive.write).toBeGreaterThanOrEqual(2 * world.events);
    expect(apply.invocations).toBe(world.events);
    expect(apply.read).toBeGreaterThanOrEqual(world.events);
    expect(world.usage("notify").write).toBeGreaterThan(0);
    // That it failed, and that it is paid.
    expect(world.letters).toBe(2);
    expect(await world.transitions()).toBeGreaterThan(5);
    expect(world.storedBytes("inbox")).toBeGreaterThan(1_000 * world.events);
  } finally {
    await world.stop();
  }
});

it("what is not heard is not received", async () => {
  const hears = (type: string) => type === "invoice.paid";
  const world = await meteredRenewals({ payers: 1, failsEvery: 0, lostEvery: 0, hears });
  try {
    await world.playTo("2026-04-05T06:00:00.000Z");
    expect([world.events, world.usage("receive").invocations]).toEqual([3, 3]);
  } finally {
    await world.stop();
  }
});
