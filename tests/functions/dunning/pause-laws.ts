import fc from "fast-check";
import { expect } from "vitest";
import { type PauseWorld, pauseWorld } from "./pause-world.ts";

const invoiceIds = ["in_1", "in_2"] as const;
const invoice = fc.constantFrom(...invoiceIds);

/** Everything that happens to a payer while a pause is asked for, stands, and is lifted. */
const happening = fc.oneof(
  { weight: 12, arbitrary: fc.record({ type: fc.constant("step" as const), id: invoice }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("pay" as const), id: invoice, isHeard: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("hear" as const), id: invoice }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("fail" as const),
      how: fc.constantFrom("before" as const, "after" as const, "refused" as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("sweep" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant("wait" as const), for: fc.constantFrom("PT20M", "P1D", "P9D") }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("dry" as const), isOn: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("edit" as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("merchant" as const), isOn: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("debit" as const), id: invoice, isOn: fc.boolean() }) },
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

async function happen(world: PauseWorld, what: Happening): Promise<void> {
  switch (what.type) {
    case "step":
      return world.step(`stripe-${what.id}`);
    case "pay":
      world.pay(what.id);
      return what.isHeard ? world.hearPaid(what.id) : undefined;
    case "hear":
      return world.hearPaid(what.id);
    case "fail":
      return world.failNext(what.how);
    case "sweep":
      return world.sweep();
    case "wait":
      return world.wait(what.for);
    case "dry":
      return world.dry(what.isOn);
    case "edit":
      return world.withoutPause();
    case "merchant":
      world.provider.isMerchants = what.isOn;
      return;
    case "debit":
      if (!what.isOn) world.provider.inFlight.delete(what.id);
      else if (world.provider.status.get(what.id) === "open") world.provider.inFlight.add(what.id);
  }
}

/** Everything is paid and heard of, nothing fails any more, and some days go by. */
async function calm(world: PauseWorld): Promise<void> {
  world.failNext("none");
  world.dry(false);
  world.provider.isMerchants = false;
  for (const id of invoiceIds) {
    world.pay(id);
    await world.hearPaid(id);
  }
  for (let day = 0; day < 8; day += 1) {
    for (const id of invoiceIds) for (let time = 0; time < 3; time += 1) await world.step(`stripe-${id}`);
    await world.releaseParked();
    await world.sweep();
    world.wait("P1D");
  }
}

/** A history as a list, and the places in it at which the store is copied and put back. */
const history = fc.record({
  events: fc.array(happening, { minLength: 5, maxLength: 60 }),
  restore: fc.option(fc.record({ copied: fc.nat(60), putBack: fc.nat(60) }), { freq: 4 }),
});

const played = (check: (world: PauseWorld) => void | Promise<void>, canRestore = true) =>
  fc.asyncProperty(history, async ({ events, restore }) => {
    const world = pauseWorld(invoiceIds);
    await world.begin();
    let copy: ReturnType<PauseWorld["snapshot"]> | undefined;
    for (const [place, what] of events.entries()) {
      if (restore !== null && place === restore.copied) copy = world.snapshot();
      if (canRestore && restore !== null && place === restore.putBack && copy !== undefined) await world.restore(copy);
      await happen(world, what);
    }
    await calm(world);
    await check(world);
  });

/** Whoever has paid everything is not paused by us, some calm days later, and is thanked at most once for an invoice. */
export const paidAndCalmMeansNotPaused = played((world) => {
  expect(world.provider.pause).toBeUndefined();
});

export const thankedAtMostOnce = played((world) => {
  const thanks = world.mails.filter(({ name }) => name === "recovered");
  expect(thanks.length).toBeLessThanOrEqual(invoiceIds.length);
}, false);

/** While a payment is under way nothing is charged, paused, given up or cancelled for it. */
export const nothingIsDoneInFlight = played((world) => {
  const early = world.provider.done.filter(({ what, inFlight }) => inFlight && what !== "resume");
  expect(early).toEqual([]);
});

/** Nothing of a failure is said, charged, paused or given up while the merchant collects by themselves. */
export const nothingIsDoneForTheMerchant = played((world) => {
  const done = world.provider.done.filter(({ what, isMerchants }) => isMerchants && what !== "resume");
  expect(done).toEqual([]);
  const said = world.mails.filter(({ name, isMerchants }) => isMerchants && !settledLetters.has(name));
  expect(said).toEqual([]);
});

/** What is said once an invoice has an outcome, and what the company's own people are told. */
const settledLetters: ReadonlySet<string> = new Set(["recovered", "ended", "hand-over"]);
