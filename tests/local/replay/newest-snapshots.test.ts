import fc from "fast-check";
import { expect, it } from "vitest";
import { newestSnapshots, type Snapshot } from "../../../local/replay/newest-snapshots.ts";

type Told = { readonly card: number };

/** Changes one after the other, each saying what was there before; several fall into one second. */
const history = fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }).map((newSeconds) => {
  let created = 0;
  return newSeconds.map((isNewSecond, index): Snapshot<Told> => {
    created += isNewSecond ? 1 : 0;
    return { created, rank: 0, object: { card: index }, previous: { card: index - 1 }, told: { card: index } };
  });
});

/** At most two changes of one second can be told apart by what each says was there before. */
const inPairs = history.filter((snapshots) =>
  snapshots.every(({ created }) => snapshots.filter((other) => other.created === created).length <= 2),
);

it("the last change is known in whatever order its events arrive, once or twice", () => {
  fc.assert(
    fc.property(
      inPairs.chain((snapshots) =>
        fc.tuple(
          fc.constant(snapshots),
          fc.shuffledSubarray([...snapshots, ...snapshots], { minLength: snapshots.length * 2 }),
        ),
      ),
      ([snapshots, arrivals]) => {
        const known = newestSnapshots<Told>();
        for (const snapshot of arrivals) known.learn("cus_1", snapshot);
        expect(known.get("cus_1")).toEqual(snapshots.at(-1)?.told);
      },
    ),
  );
});

it("what is further along came later within one second, whatever it says was there before", () => {
  const known = newestSnapshots<Told>();
  const at = (rank: number, card: number) => ({ created: 1, rank, object: {}, previous: undefined, told: { card } });
  known.learn("in_1", at(2, 2));
  known.learn("in_1", at(1, 1));
  expect(known.get("in_1")).toEqual({ card: 2 });
});

it("a change of ours stands until something newer is told", () => {
  const known = newestSnapshots<Told>();
  const at = (created: number, card: number) => ({ created, rank: 0, object: {}, previous: undefined, told: { card } });
  known.learn("in_1", at(2, 2));
  known.change("in_1", { card: 7 });
  known.change("in_2", { card: 7 });
  known.learn("in_1", at(1, 1));
  expect([...known.all()]).toEqual([["in_1", { card: 7 }]]);
  known.learn("in_1", at(3, 3));
  expect(known.get("in_1")).toEqual({ card: 3 });
});
