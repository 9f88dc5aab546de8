import fc from "fast-check";
import { expect, it } from "vitest";
import { attributesOf, itemOf } from "../../../functions/platform/aws/item-attributes.ts";
import { instantOfMs } from "../../../functions/platform/instant.ts";
import type { Item } from "../../../functions/platform/ports/store.ts";
import { bytesAtMost, storedItem } from "../../../local/engine/stored-value.ts";

const instants = fc.integer({ min: 1, max: 4_000_000_000_000 }).map(instantOfMs);
const names = fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "toString", "M"));
class Instance {
  readonly field = 1;
}
const odd = fc.oneof(
  fc.constantFrom(undefined, -0, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 60), 0.1, 1e-7),
  fc.constantFrom(new Date(0), new Instance(), Symbol("s"), () => 1, new Map([["a", 1]]), Object.create(null)),
  fc.constantFrom(new Set(["a"]), new Set([1, 2]), new Set(), 12n, 2n ** 60n),
);
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { weight: 6, arbitrary: fc.oneof(fc.string({ unit: "grapheme" }), fc.double(), fc.integer(), fc.boolean()) },
    { weight: 1, arbitrary: fc.oneof(fc.constant(null), fc.uint8Array({ maxLength: 8 }), odd) },
    { weight: 2, arbitrary: fc.array(tie("value"), { maxLength: 4 }) },
    { weight: 3, arbitrary: fc.dictionary(names, tie("value"), { maxKeys: 4 }) },
  ),
})).value;
const items: fc.Arbitrary<Item> = fc.record(
  {
    pk: fc.string(),
    sk: fc.string(),
    rev: fc.nat(),
    kind: fc.string(),
    v: fc.option(fc.nat(9), { nil: undefined }),
    body: fc.dictionary(names, values, { maxKeys: 6 }),
    due: fc.option(fc.record({ shard: fc.string({ minLength: 1 }), at: instants }), { nil: undefined }),
    trouble: fc.option(
      fc.record(
        { kind: fc.string(), tries: fc.nat(), since: instants, lastError: fc.option(fc.string(), { nil: undefined }) },
        { requiredKeys: ["kind", "tries", "since"] },
      ),
      { nil: undefined },
    ),
    expiresAt: fc.option(instants, { nil: undefined }),
  },
  { requiredKeys: ["pk", "sk", "rev", "kind", "body"] },
);

const madeBy = (make: () => Item): Item | "refused" => {
  try {
    return make();
  } catch {
    return "refused";
  }
};

it("makes of an item what the detour over DynamoDB's attributes makes of it, and refuses what that refuses", () => {
  let refused = 0;
  fc.assert(
    fc.property(items, (item) => {
      const detour = madeBy(() => itemOf(attributesOf(item)));
      expect(madeBy(() => storedItem(item))).toStrictEqual(detour);
      if (detour === "refused") refused += 1;
    }),
    { numRuns: 2_000 },
  );
  expect(refused).toBeGreaterThan(20);
});

it("shares nothing that can be changed", () => {
  const body = { list: [{ deep: 1 }], raw: Buffer.from([1, 2]), nested: { raw: Buffer.from([3]) } };
  const due = { shard: "case#1", at: "2026-01-05T00:00:00.000Z" };
  const stored = storedItem({ pk: "p", sk: "s", rev: 0, kind: "k", body, due });
  body.list.push({ deep: 2 });
  body.raw[0] = 9;
  body.nested.raw[0] = 9;
  due.at = "2027-01-05T00:00:00.000Z";
  expect(stored.body).toStrictEqual({
    list: [{ deep: 1 }],
    raw: new Uint8Array([1, 2]),
    nested: { raw: new Uint8Array([3]) },
  });
  expect(stored.due?.at).toBe("2026-01-05T00:00:00.000Z");
});

it("never counts fewer bytes than UTF-8 needs for every name and every text", () => {
  const texts = fc.dictionary(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }));
  fc.assert(
    fc.property(texts, fc.uint8Array(), (fields, raw) => {
      const exact = Buffer.byteLength(Object.entries(fields).flat().join("")) + raw.byteLength;
      expect(bytesAtMost({ fields, list: [raw] })).toBeGreaterThan(exact);
    }),
  );
});
