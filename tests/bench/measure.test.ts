import { describe, expect, it } from "vitest";
import { brokenLimits, markdownOf, median } from "../../bench/measure.ts";
import { withTables } from "../../bench/tables.ts";

const ratio = { what: "`receive`", ours: "3 KB", floor: "2 KB", ratio: 1.5, limit: 1.5 };
const measure = { title: "Bundle size", how: "The floor is the SDK.", ratios: [ratio] };

it.each([
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[7], 7],
])("the median of %s is %d", (values, middle) => {
  expect(median(values)).toBe(middle);
});

it("there is no median of nothing", () => {
  expect(() => median([])).toThrow(RangeError);
});

it("a measure is a table", () => {
  expect(markdownOf(measure)).toBe(
    "**Bundle size.** The floor is the SDK.\n\n|  | Holdfast | Floor | Ratio | Limit |\n| --- | --: | --: | --: | --: |\n| `receive` | 3 KB | 2 KB | 1.50 | 1.50 |",
  );
});

describe("a limit", () => {
  it("holds up to and including itself", () => {
    expect(brokenLimits(measure)).toEqual([]);
  });

  it.each([1.5001, Number.NaN])("is broken by %d", (broken) => {
    expect(brokenLimits({ ...measure, ratios: [{ ...ratio, ratio: broken }] })).toEqual([
      `Bundle size: \`receive\` is ${broken.toFixed(3)} times its floor; the limit is 1.5.`,
    ]);
  });
});

describe("the page of tables", () => {
  const page = "# Holdfast\n<!-- bench: written by `npm run bench -- --write` -->\nold\n<!-- /bench -->\nend\n";

  it("replace what stood between the markers, as often as they are written", () => {
    const written = withTables(page, "new");
    expect(written).toBe(page.replace("\nold\n", "\n\nnew\n\n"));
    expect(withTables(written, "new")).toBe(written);
  });

  it("are not written where there is no place for them", () => {
    expect(() => withTables("# Holdfast\n", "new")).toThrow("docs/bench.md has no line <!-- bench");
  });
});
