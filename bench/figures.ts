/** What a figure must be: at least, or at most. */
export type Goal = { readonly least: number } | { readonly most: number };

/** A number that the bench measures, and what it must be. */
export interface Figure {
  readonly unit: string;
  readonly goal: Goal;
  /**
   * What fails the run, where that is not the goal itself: a figure in seconds or bytes of this machine, which another may
   * miss by itself, or one whose goal is out of reach, which must not get worse.
   */
  readonly limit?: Goal;
  /** What had been measured before the work on cost began, by hand and by workloads of that day. */
  readonly noted: string;
  /** What this bench's own workload gives over the code of that day. */
  readonly before: number;
  /** Exactly what is done, by whom, how often, and what is counted. */
  readonly workload: string;
}

/** Where the two columns before come from. */
const beforeSource =
  "Noted: what had been measured before the work on cost and growth began, by hand and by other workloads, so that it compares in kind only. Before: the workloads of this bench, run on 25 November 2026 over the code of commit 7b34aae, the last one before that work, on two shared cores.";

/** Every figure, in the order of the table. */
export const figures = {
  /** In a process of its own; see world-run.ts. */
  worldLifecyclesPerCoreSecond: {
    unit: "customer months per second of CPU",
    goal: { least: 300 },
    // A life holds more than when the goal was set: a read of the provider before every effect, and each day's comparison.
    limit: { least: 90 },
    noted: "57 to 80",
    before: 141,
    workload:
      "The embedded world as `npm start` makes it, 1,000 customers, 60 days, seed 7, store in memory, in a fresh process: customers times days, divided by 30 and by the seconds of CPU that all threads spend while time is played, building the world left out.",
  },
  sandboxPeakMb: {
    unit: "MB",
    goal: { most: 450 },
    limit: { most: 550 },
    noted: "1,640",
    before: 471,
    workload: "The greatest resident memory of that process.",
  },
  writeUnitsPerWebhook: {
    unit: "write request units",
    goal: { most: 7 },
    // What was said of each charge, what remains of an invoice and the pause of a subscription are kept since the goal was set.
    limit: { most: 7.5 },
    noted: "16.7",
    before: 36.7,
    workload:
      "40 payers of one monthly subscription each, three months, every event that Stripe sends of a renewal, also those of no meaning here, each of 5 KB on the wire; every 20th renewal fails, two of three of those are paid three days later with a new card. Then 100 days without renewals, in which the sweep does what is left. Counted is what `receive`, `apply-event` and the sweep write to both tables and their indexes, by DynamoDB's public rules, over the events accepted.",
  },
  readUnitsPerEvent: {
    unit: "read request units",
    goal: { most: 3 },
    noted: "71",
    before: 51.8,
    workload:
      "One payer of a monthly subscription, after 500 settled invoices, the sweep run as the months went by. Counted is what `receive` and `apply-event` read in the three renewals that follow, over their events. Of the 500 renewals before, only `invoice.paid` is heard.",
  },
  usdPerMillionWebhooks: {
    unit: "USD",
    goal: { most: 9 },
    limit: { most: 10 },
    noted: "about 15",
    before: 28.3,
    workload:
      "The renewals of `writeUnitsPerWebhook`, at the list prices of bench/prices.ts and without free tiers: one request to the HTTP API and two invocations for each event; Lambda's time as CPU measured here, at the share of a core that 512 MB have, and 5 ms for each call out; write and read units of `receive`, `apply-event` and the sweep; the inbox's items kept for 90 days with point-in-time recovery; lines of functions, platform and access, taken in and kept for three months.",
  },
  receiveOverFloor: {
    unit: "times",
    goal: { most: 1.5 },
    limit: { most: 2.5 },
    noted: "1.34",
    before: 1.4,
    workload:
      "CPU of `receive` over that of an HMAC, `JSON.parse` and one conditional put of the plain body through the same SDK client; the median of interleaved rounds. The body is packed in `receive` and not by the floor: making a compressor anew for each event costs more than its work, and saves eight write units of fifteen.",
  },
  importOverPlain: {
    unit: "times",
    goal: { most: 0.85 },
    noted: "1",
    before: 1,
    workload:
      "CPU that a fresh process spends on importing a function's bundle, over that of the same code with built-ins imported by statements as esbuild leaves them; the median of nine turns for each function, and of those over all functions.",
  },
  eventCpuGrowth: {
    unit: "times",
    goal: { most: 1.1 },
    limit: { most: 1.3 },
    noted: "31",
    before: 14.4,
    workload:
      "One payer with 120 past cases and one with 5, each failed and paid three days later, the sweep run as the months went by, store in memory. CPU of `apply-event` for the same renewal's events, the payers in turn, 15 renewals each; the median of the ratios.",
  },
  transitionsPerClosedCase: {
    unit: "transitions",
    goal: { most: 20 },
    noted: "34.9",
    before: 34,
    workload:
      "The embedded world, 300 customers, 60 days, seed 7: every state that any execution of a case entered, superseded ones included, repeats of a failed task left out; the mean over the cases that were closed.",
  },
  sweepPerWorkerMinute: {
    unit: "items per minute",
    goal: { least: 20_000 },
    noted: "200",
    before: 200,
    workload:
      "One drain over a backlog, its real code over the store in memory; each call of a store or a provider takes 5 ms of a virtual clock. See bench/sweep-throughput.ts. Before: the most that one sweep a minute had taken up, by hand.",
  },
  sweepPerWorkerMinutePoisoned: {
    unit: "items per minute",
    goal: { least: 20_000 },
    noted: "-",
    before: 200,
    workload: "The same, while the items of one shard cannot be read.",
  },
  sweepScaling: {
    unit: "times",
    goal: { least: 7 },
    noted: "-",
    before: 1,
    workload: "Items a minute of eight workers, as the sweep plans them, over those of one.",
  },
} as const satisfies Readonly<Record<string, Figure>>;

export type FigureName = keyof typeof figures;
export type Figures = Readonly<Partial<Record<FigureName, number>>>;

const holds = (goal: Goal, value: number): boolean => ("least" in goal ? value >= goal.least : value <= goal.most);

/** `>= 300` */
export const goalText = (goal: Goal): string => ("least" in goal ? `>= ${goal.least}` : `<= ${goal.most}`);

/** As many digits as mean something. */
export const valueText = (value: number): string =>
  value.toLocaleString("en", value >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 });

const figureOf = (name: FigureName): Figure => figures[name];

/** One sentence for each figure that misses its goal. */
export const missedGoals = (measured: Figures, asked: readonly FigureName[]): string[] =>
  asked.flatMap((name) => {
    const { goal, unit } = figureOf(name);
    const value = measured[name];
    if (value === undefined || holds(goal, value)) return [];
    return [`${name} is ${valueText(value)} ${unit}; the goal is ${goalText(goal)}.`];
  });

/** One sentence for each figure that is over what fails the run, or was not measured. */
export const brokenFigures = (measured: Figures, asked: readonly FigureName[]): string[] =>
  asked.flatMap((name) => {
    const { goal, limit = goal, unit } = figureOf(name);
    const value = measured[name];
    if (value === undefined) return [`${name} was not measured.`];
    return holds(limit, value) ? [] : [`${name} is ${valueText(value)} ${unit}; it must be ${goalText(limit)}.`];
  });

/** The table before and after, and below it what each figure is. */
export function figuresMarkdown(measured: Figures): string {
  const names = Object.keys(measured).filter(isFigureName);
  const rows = names.map((name) => {
    const { noted, before, goal, unit } = figures[name];
    const value = measured[name] ?? Number.NaN;
    const after = holds(goal, value) ? valueText(value) : `${valueText(value)} (missed)`;
    return [`\`${name}\``, noted, valueText(before), after, goalText(goal), unit];
  });
  const lines = [
    ["Figure", "Noted", "Before", "After", "Goal", "Unit"],
    ["---", "--:", "--:", "--:", "--:", "---"],
    ...rows,
  ].map((cells) => `| ${cells.join(" | ")} |`);
  const workloads = names.map((name) => `- \`${name}\`: ${figures[name].workload}`);
  return [...lines, "", beforeSource, "", ...workloads].join("\n");
}

const isFigureName = (name: string): name is FigureName => name in figures;
export const figureNames: readonly FigureName[] = Object.keys(figures).filter(isFigureName);
