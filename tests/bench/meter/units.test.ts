import { describe, expect, it } from "vitest";
import { itemBytes } from "../../../bench/meter/item-bytes.ts";
import { entryOf, type IndexShape, indexWriteUnits, readUnits, tableWriteUnits } from "../../../bench/meter/units.ts";

const kb = 1024;
/** An item of so many bytes. */
const sized = (bytes: number) => ({ a: { S: "x".repeat(bytes - 1) } });

describe("the size of an item", () => {
  it.each([
    ["a text in UTF-8, with its name", { name: { S: "Łódź" } }, 4 + 7],
    ["bytes as they are", { b: { B: new Uint8Array(100) } }, 1 + 100],
    ["true, false and null", { t: { BOOL: true }, n: { NULL: true } }, 2 + 2],
    ["a number by its significant digits", { n: { N: "27" } }, 1 + 2],
    ["a number with zeros around it", { n: { N: "-0.01500" } }, 1 + 2],
    ["an empty list and an empty map", { l: { L: [] }, m: { M: {} } }, 2 + 3 + 3],
    ["a list of two texts", { l: { L: [{ S: "ab" }, { S: "c" }] } }, 1 + 3 + 2 + 3],
    ["a map in a map", { m: { M: { in: { M: { a: { S: "b" } } } } } }, 1 + 3 + 1 + 2 + 3 + 1 + 1 + 1],
  ])("counts %s", (_, item, bytes) => {
    expect(itemBytes(item)).toBe(bytes);
  });

  it("is not guessed", () => {
    expect(() => itemBytes({ s: { SS: ["a"] } })).toThrow("does not know the size of SS");
  });
});

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html and CapacityUnitCalculations
describe("DynamoDB's own examples", () => {
  it.each([
    ["an item of 8 KB, strongly consistent", 8 * kb, true, 2],
    ["an item of 8 KB, eventually consistent", 8 * kb, false, 1],
    ["an item of 3.5 KB is taken as 4 KB", 3.5 * kb, true, 1],
    ["a query whose ten items have 40.8 KB together is taken as 44 KB", 40.8 * kb, true, 11],
    ["a query that reads 1,500 items of 64 bytes reads 96 KB", 1500 * 64, true, 24],
    ["what is not there", 0, true, 1],
    ["what is not there, eventually consistent", 0, false, 0.5],
  ])("reading: %s", (_, bytes, consistent, units) => {
    expect(readUnits(bytes, consistent)).toBe(units);
  });

  it.each([
    ["a new item of 512 bytes", undefined, sized(512), 1],
    ["a new item of 1.5 KB", undefined, sized(1.5 * kb), 2],
    ["a new item of 1 KB to the byte", undefined, sized(kb), 1],
    ["a smaller item in a larger one's place costs the larger", sized(2.5 * kb), sized(100), 3],
    ["a deletion costs the item's size", sized(1.5 * kb), undefined, 2],
    ["a deletion of nothing", undefined, undefined, 1],
    ["a refused write costs the item that stands there", sized(1.5 * kb), sized(1.5 * kb), 2],
  ])("writing: %s", (_, before, after, units) => {
    expect(tableWriteUnits({ before, after })).toBe(units);
  });
});

describe("writing to an index", () => {
  const keysOnly: IndexShape = { name: "due", keys: ["shard", "at"], projects: ["pk", "shard", "at"] };
  const whole: IndexShape = { ...keysOnly, projects: "ALL" };
  const item = (at: string | undefined, body = "x") => ({
    pk: { S: "p" },
    shard: { S: "case#1" },
    body: { S: body },
    ...(at === undefined ? {} : { at: { S: at } }),
  });

  it.each([
    ["an entry that comes is one write", undefined, item("1"), 1, 1],
    ["an attribute that brings an item into the index is one write", item(undefined), item("1"), 1, 1],
    ["an entry that goes is one write", item("1"), item(undefined), 1, 1],
    ["a deleted item's entry goes with one write", item("1"), undefined, 1, 1],
    ["a changed key is two writes", item("1"), item("2"), 2, 2],
    ["what the index does not project costs it nothing", item("1", "a"), item("1", "b"), 0, 1],
    ["an item that is never in it costs nothing", item(undefined, "a"), item(undefined, "b"), 0, 0],
    ["each write costs the size of the entry", item("1", "x".repeat(2000)), item("2", "x".repeat(3000)), 2, 2 + 3],
  ])("%s", (_, before, after, ofKeys, ofAll) => {
    expect([indexWriteUnits({ before, after }, keysOnly), indexWriteUnits({ before, after }, whole)]).toEqual([
      ofKeys,
      ofAll,
    ]);
  });

  it("knows what an entry holds", () => {
    expect(entryOf(item("1"), keysOnly)).toEqual({ pk: { S: "p" }, shard: { S: "case#1" }, at: { S: "1" } });
    expect(entryOf(item(undefined), keysOnly)).toBeUndefined();
  });
});
