import { expect, it } from "vitest";
import { slots } from "../../../functions/sweep/slots.ts";

it("lets so many in at a time, and the others in the order in which they came", async () => {
  const hands = slots(2);
  const came: string[] = [];
  const come = (who: string) => hands.take().then(() => came.push(who));
  const all = ["a", "b", "c", "d"].map(come);
  await Promise.all(all.slice(0, 2));
  expect(came).toEqual(["a", "b"]);
  hands.give();
  await all[2];
  expect(came).toEqual(["a", "b", "c"]);
  hands.give();
  await Promise.all(all);
  expect(came).toEqual(["a", "b", "c", "d"]);
});

it("says when all are given back, at once if none was taken", async () => {
  const hands = slots(2);
  await hands.allGiven();
  await hands.take();
  await hands.take();
  let given = false;
  const all = hands.allGiven().then(() => {
    given = true;
  });
  hands.give();
  await Promise.resolve();
  expect(given).toBe(false);
  hands.give();
  await all;
  expect(given).toBe(true);
});
