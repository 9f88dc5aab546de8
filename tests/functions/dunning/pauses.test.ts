import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { subscriptionFact } from "../billing/sample-events.ts";
import {
  nothingIsDoneForTheMerchant,
  nothingIsDoneInFlight,
  paidAndCalmMeansNotPaused,
  thankedAtMostOnce,
} from "./pause-laws.ts";
import { pauseWorld } from "./pause-world.ts";
import { openedAt } from "./sample-case.ts";

describe("over random histories of deaths, orders, two cases, dry runs, edits and restores", () => {
  it("paid and calm means not paused by us", () => fc.assert(paidAndCalmMeansNotPaused, { numRuns: 60 }));
  it("paid is thanked at most once", () => fc.assert(thankedAtMostOnce, { numRuns: 25 }));
  it("nothing is done while the merchant is in charge", () => fc.assert(nothingIsDoneForTheMerchant, { numRuns: 40 }));
  it("nothing is done while a payment is in flight", () => fc.assert(nothingIsDoneInFlight, { numRuns: 40 }));
});

/** A world whose subscription is paused for in_1. */
async function paused(...invoiceIds: readonly string[]) {
  const world = pauseWorld(invoiceIds.length === 0 ? ["in_1"] : invoiceIds);
  await world.begin();
  for (let time = 0; time < 60 && world.provider.pause === undefined; time += 1) await world.step("stripe-in_1");
  expect(world.provider.pause).toBe("us");
  return world;
}

describe("a pause", () => {
  it("is saved before the provider is asked, with its key and its invoice", async () => {
    const world = pauseWorld(["in_1"]);
    await world.begin();
    for (let time = 0; time < 60 && (await world.pauses()).size === 0; time += 1) {
      world.failNext("before");
      await world.step("stripe-in_1");
    }
    expect((await world.pauses()).get("sub_1")).toMatchObject({
      ...{ by: "us", state: "standing", invoiceIds: ["in_1"], key: "stripe-in_1:pause:pause" },
    });
    expect(world.provider.pause).toBeUndefined();
  });

  it("is lifted by the sweep where the payment was late and its case closed long ago", async () => {
    const world = await paused();
    while ((await world.cases()).get("stripe-in_1")?.status !== "closed") await world.step("stripe-in_1");
    await world.sweep();
    expect(world.provider.pause).toBe("us");
    world.pay("in_1");
    world.wait("P3D");
    await world.sweep();
    expect(world.provider.pause).toBeUndefined();
    expect((await world.pauses()).get("sub_1")?.state).toBe("lifted");
  });

  it("stands until every invoice that it stands for is paid", async () => {
    const world = await paused("in_1", "in_2");
    for (let time = 0; time < 20; time += 1) await world.step("stripe-in_2");
    world.pay("in_1");
    await world.hearPaid("in_1");
    for (let time = 0; time < 4; time += 1) await world.step("stripe-in_1");
    const { invoiceIds, state } = (await world.pauses()).get("sub_1") ?? { invoiceIds: [], state: undefined };
    expect(state).toBe(invoiceIds.length > 1 ? "standing" : "lifted");
  });

  it("of the merchant is neither written over nor lifted", async () => {
    const world = pauseWorld(["in_1"]);
    await world.begin();
    world.provider.pause = "merchant";
    for (let time = 0; time < 40; time += 1) await world.step("stripe-in_1");
    world.pay("in_1");
    await world.hearPaid("in_1");
    for (let time = 0; time < 4; time += 1) await world.step("stripe-in_1");
    await world.sweep();
    expect(world.provider.pause).toBe("merchant");
    expect(world.provider.done).toEqual([]);
    expect(world.mails).toEqual([]);
  });

  it("that became the merchant's is left to them", async () => {
    const world = await paused();
    world.provider.pause = "merchant";
    world.pay("in_1");
    await world.hearPaid("in_1");
    for (let time = 0; time < 4; time += 1) await world.step("stripe-in_1");
    expect(world.provider.pause).toBe("merchant");
    expect((await world.pauses()).get("sub_1")?.by).toBe("merchant");
  });
});

describe("what was drafted during a pause", () => {
  const draft = (invoiceId: string, createdAt: string) => ({
    ...{ invoiceId, createdAt, amount: { amountMinor: 4900, currency: "EUR" } },
  });
  async function liftedWith(...invoiceIds: readonly string[]) {
    const world = await paused();
    world.provider.drafts.push(draft("in_before", openedAt));
    world.wait("P1D");
    for (const invoiceId of invoiceIds) world.provider.drafts.push(draft(invoiceId, world.now()));
    world.pay("in_1");
    await world.hearPaid("in_1");
    for (let time = 0; time < 5; time += 1) await world.step("stripe-in_1");
    return world;
  }

  it("is finalised, if it is one", async () => {
    const { provider, mails } = await liftedWith("in_9");
    expect(provider.finalized).toEqual(["in_9"]);
    expect(mails.filter(({ name }) => name === "hand-over")).toEqual([]);
  });

  it("is for a person, if it is more", async () => {
    const { provider, mails, cases } = await liftedWith("in_8", "in_9");
    expect(provider.finalized).toEqual([]);
    const [mail, ...others] = mails.filter(({ name }) => name === "hand-over");
    expect(others).toEqual([]);
    expect(mail?.text).toContain("in_8, in_9");
    expect((await cases()).get("stripe-in_1")?.status).toBe("closed");
  });
});

describe("a pause of ours that the merchant has lifted", () => {
  it("leaves no mark behind, so that their own pause is theirs", async () => {
    const world = await paused();
    world.wait("P1D");
    world.provider.pause = undefined;
    await world.hear(subscriptionFact("past_due"));
    await world.sweep();
    expect(world.provider.done.at(-1)).toMatchObject({ what: "resume", id: "sub_1" });
    expect((await world.pauses()).get("sub_1")).toMatchObject({ state: "lifted" });
    world.provider.pause = "merchant";
    world.pay("in_1");
    await world.hearPaid("in_1");
    for (let time = 0; time < 4; time += 1) await world.step("stripe-in_1");
    world.wait("P2D");
    await world.sweep();
    expect(world.provider.pause).toBe("merchant");
  });
});
