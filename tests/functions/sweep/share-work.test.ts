import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plusMs } from "../../../functions/platform/instant.ts";
import { type Backlog, workersAtMost, workFor } from "../../../functions/sweep/share-work.ts";
import { now } from "../platform/item-of-test.ts";

const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);
const of = (kind: string, shards: number, each: number): Backlog => ({
  kind,
  shards: numbers(shards),
  counted: shards * each,
});
const kindsOf = (backlogs: readonly Backlog[]) => workFor(backlogs, now).map(({ kind }) => kind);

describe("what is due is shared among drains", () => {
  it("none where nothing is due", () => {
    expect(workFor([of("inbox", 0, 0), of("case", 0, 0)], now)).toEqual([]);
  });

  it("one for few entries, however many shards they lie in", () => {
    expect(kindsOf([of("inbox", 32, 3)])).toEqual(["inbox"]);
  });

  it("eight for many, with the shards dealt out evenly", () => {
    const work = workFor([of("inbox", 32, 100)], now);
    expect(work.map(({ shards }) => shards.length)).toEqual(new Array(8).fill(4));
  });

  it("each kind's first before any kind's second", () => {
    const kinds = kindsOf([of("inbox", 32, 100), of("case", 8, 100), of("message", 1, 1)]);
    expect(kinds.slice(0, 3).toSorted()).toEqual(["case", "inbox", "message"]);
    expect(kinds.toSorted()).toEqual(["case", "case", ...new Array(5).fill("inbox"), "message"]);
  });

  it("in another order each minute, kinds and shards alike", () => {
    const backlogs = [of("a", 3, 1), of("b", 3, 1)];
    const firsts = numbers(6).map((minute) => workFor(backlogs, plusMs(now, minute * 60_000))[0]);
    expect(new Set(firsts.map((work) => work?.kind))).toEqual(new Set(["a", "b"]));
    expect(new Set(firsts.map((work) => work?.shards[0]))).toEqual(new Set([0, 1, 2]));
  });

  it("whatever is due: each shard once, no more drains than may run, and one for each kind at least", () => {
    const backlog = fc.record({ shards: fc.uniqueArray(fc.nat(63)), counted: fc.nat(10_000) });
    fc.assert(
      fc.property(fc.array(backlog, { maxLength: 12 }), fc.nat(10_000), (given, minute) => {
        const backlogs = given.map((one, kind) => ({ ...one, kind: `${kind}` }));
        const work = workFor(backlogs, plusMs(now, minute * 60_000));
        const busy = backlogs.filter(({ shards }) => shards.length > 0);
        for (const { kind, shards } of backlogs) {
          const dealt = work.filter((one) => one.kind === kind).flatMap((one) => one.shards);
          expect(dealt.toSorted()).toEqual(shards.toSorted());
        }
        for (const { shards } of work) expect(shards.length).toBeGreaterThan(0);
        expect(work.length).toBeLessThanOrEqual(Math.max(workersAtMost, busy.length));
        expect(new Set(work.slice(0, busy.length).map(({ kind }) => kind)).size).toBe(busy.length);
      }),
    );
  });
});
