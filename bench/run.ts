import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import * as z from "zod/mini";
import { measureBundles } from "./bundles.ts";
import { brokenFigures, type Figures, figureNames, figuresMarkdown, missedGoals } from "./figures.ts";
import { measureEventCpuGrowth, measureReadUnits } from "./history-growth.ts";
import { brokenLimits, type Measure, markdownOf } from "./measure.ts";
import { measureReceiveCpu } from "./receive-cpu.ts";
import {
  measureSweepPerWorkerMinute,
  measureSweepPerWorkerMinuteWithPoisonedShard,
  measureSweepScaling,
} from "./sweep-throughput.ts";
import { withTables } from "./tables.ts";
import { measureWebhookCost } from "./webhook-cost.ts";
import { measureTransitions, measureWorld } from "./world.ts";

/**
 * `npm run bench` measures what Holdfast costs, in money, in growth and over floors that nobody can go below; prints the
 * tables, says which figures miss their goals, and fails if a limit is broken. `--json FILE` writes the figures as one object,
 * `--write` keeps the tables in docs/bench.md.
 */
const optionsSchema = z.object({ json: z.optional(z.string()), write: z.boolean() });
const command = new Command("npm run bench --")
  .description("Measures what Holdfast costs, and fails where it costs more than it may.")
  .option("--json <FILE>", "write every figure, name to number, as one JSON object")
  .option("--write", "keep the tables in docs/bench.md", false)
  .allowExcessArguments(false)
  .parse();
const options = optionsSchema.parse(command.opts());

/** Says on stderr what is being measured, and how long it took. */
async function measuring<T>(what: string, measure: () => T | Promise<T>): Promise<T> {
  process.stderr.write(`${what} ... `);
  const startedAt = performance.now();
  const measured = await measure();
  process.stderr.write(`${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`);
  return measured;
}

interface Measured {
  readonly figures: Figures;
  readonly tables: readonly Measure[];
}

const measureSweep = async (): Promise<Figures> => ({
  sweepPerWorkerMinute: await measureSweepPerWorkerMinute(),
  sweepPerWorkerMinutePoisoned: await measureSweepPerWorkerMinuteWithPoisonedShard(),
  sweepScaling: await measureSweepScaling(),
});

async function measureAll(): Promise<Measured> {
  const world = await measuring("The embedded world, 1,000 customers for 60 days", measureWorld);
  const receive = await measuring("CPU of receive", measureReceiveCpu);
  const cpu = { receiveMicros: receive.ours, callMicros: receive.floor };
  const webhook = await measuring("What webhooks cost, over 190 days", () => measureWebhookCost(cpu));
  const readUnitsPerEvent = await measuring("Reads at 500 settled invoices", measureReadUnits);
  const eventCpuGrowth = await measuring("CPU of an event at 120 past cases and at 5", measureEventCpuGrowth);
  const transitions = await measuring("Transitions of a closed case", measureTransitions);
  const sweep = await measuring("The sweep: one worker, one with a poisoned shard, eight", measureSweep);
  const bundles = await measuring("Bundles: size and import time", measureBundles);
  const usd = Object.values(webhook.usd).reduce((sum, part) => sum + part, 0);
  return {
    figures: {
      ...world,
      writeUnitsPerWebhook: webhook.writeUnits,
      readUnitsPerEvent,
      usdPerMillionWebhooks: usd * 1_000_000,
      receiveOverFloor: receive.ratio,
      importOverPlain: bundles.importOverPlain,
      eventCpuGrowth,
      transitionsPerClosedCase: transitions,
      ...sweep,
    },
    tables: [receive.table, ...bundles.tables],
  };
}

const { figures, tables } = await measureAll();
const text = [figuresMarkdown(figures), ...tables.map(markdownOf)].join("\n\n");
console.log(text);

if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(figures, null, 2)}\n`);
if (options.write) {
  const page = join(import.meta.dirname, "../docs/bench.md");
  writeFileSync(page, withTables(readFileSync(page, "utf8"), text));
}

for (const sentence of missedGoals(figures, figureNames)) console.error(`Missed: ${sentence}`);
const faults = [...brokenFigures(figures, figureNames), ...tables.flatMap(brokenLimits)];
for (const sentence of faults) console.error(sentence);
process.exitCode = faults.length > 0 ? 1 : 0;
