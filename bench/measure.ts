/** One line of a table, compared with the floor that it cannot go below. */
export interface Ratio {
  readonly what: string;
  readonly ours: string;
  readonly floor: string;
  readonly ratio: number;
  /** The most the ratio may be. */
  readonly limit: number;
}

/** One table: what was measured, and how. */
export interface Measure {
  readonly title: string;
  readonly how: string;
  readonly ratios: readonly Ratio[];
}

/** The middle value; the mean of the two middle ones of an even count. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError("There is no median of nothing.");
  return (lower + upper) / 2;
}

/** The measure as a Markdown section. */
export function markdownOf({ title, how, ratios }: Measure): string {
  const rows = ratios.map(({ what, ours, floor, ratio, limit }) => [
    what,
    ours,
    floor,
    ratio.toFixed(2),
    limit.toFixed(2),
  ]);
  const lines = [["", "Holdfast", "Floor", "Ratio", "Limit"], ["---", "--:", "--:", "--:", "--:"], ...rows];
  return [`**${title}.** ${how}`, "", ...lines.map((cells) => `| ${cells.join(" | ")} |`)].join("\n");
}

/** One sentence per ratio over its limit. */
export const brokenLimits = ({ title, ratios }: Measure): string[] =>
  ratios
    .filter(({ ratio, limit }) => !(ratio <= limit))
    .map(
      ({ what, ratio, limit }) => `${title}: ${what} is ${ratio.toFixed(3)} times its floor; the limit is ${limit}.`,
    );
