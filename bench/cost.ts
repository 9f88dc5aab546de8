import { Command, InvalidArgumentError } from "commander";
import * as z from "zod/mini";
import { type Bill, type Company, monthlyBill, sleepersBill, totalOf, wakings } from "./monthly-bill.ts";
import { type MonthlyUse, measureMonthlyUse } from "./monthly-use.ts";
import { priceRegion, pricesOf } from "./prices.ts";
import { measureReceiveCpu } from "./receive-cpu.ts";

/**
 * `npm run cost -- --customers N` prints what a month costs by AWS service: the units that the real code takes for one
 * customer's month, measured now, times the customers, at list prices.
 */
const whole = (text: string): number => {
  if (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 1_000_000_000) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 1 to 1,000,000,000.");
};
const share = (text: string): number => {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a number of 0 or more.");
};
const optionsSchema = z.object({ customers: z.number(), bannerLoads: z.number(), json: z.boolean() });
const command = new Command("npm run cost --")
  .description("Prints what a month costs, by AWS service.")
  .requiredOption("--customers <N>", "how many customers pay monthly", whole)
  .option("--banner-loads <N>", "how often a customer's page asks for a banner each month", share, 4)
  .option("--json", "print the same as JSON, and nothing else", false)
  .allowExcessArguments(false)
  .parse();
const { customers, bannerLoads, json } = optionsSchema.parse(command.opts());

process.stderr.write("Measuring one customer's month on the real code, about a minute ... ");
const { floor } = await measureReceiveCpu();
const use = await measureMonthlyUse(floor);
process.stderr.write("done\n");

const company: Company = { customers, bannerLoads, workload: 1 };
const doubled: Company = { ...company, workload: 2 };
const bills = {
  month: monthlyBill(use, company),
  doubleWorkload: monthlyBill(use, doubled),
  sleepers: sleepersBill(use, company),
  sleepersDoubleWorkload: sleepersBill(use, doubled),
};

if (json) console.log(JSON.stringify({ ...company, perCustomerAndMonth: use, usd: bills }, null, 2));
else console.log(`${tableOf(bills)}\n\n${workloadOf(use, company)}`);

function tableOf(all: typeof bills): string {
  const columns = Object.values(all);
  const services = Object.keys(all.month).filter((name): name is keyof Bill => name in all.month);
  const lines = [
    ["USD a month", "Holdfast", "at double", "sleepers", "at double"],
    ...services.map((name) => [name, ...columns.map((bill) => usdText(bill[name]))]),
    ["Total", ...columns.map((bill) => usdText(totalOf(bill)))],
  ];
  return lines
    .map(([name = "", ...cells]) => name.padEnd(20) + cells.map((cell) => cell.padStart(13)).join(""))
    .join("\n");
}

function workloadOf({ events, failures, letters, transitions, write, read }: MonthlyUse, of: Company): string {
  return [
    `${of.customers.toLocaleString("en")} customers; measured for each and month: ${events.toFixed(2)} events and as many requests, ${failures.toFixed(3)} failed`,
    `renewals, ${letters.toFixed(3)} letters, ${transitions.toFixed(2)} transitions, ${write.toFixed(1)} write and ${read.toFixed(1)} read units; asked: ${of.bannerLoads} banner loads.`,
    `Double: all of that twice for each customer. Sleepers: the same with an execution asleep for every customer, which wakes`,
    `${wakings} times a month. List prices of ${priceRegion} as of ${pricesOf}, free tiers and taxes left out (bench/prices.ts).`,
  ].join("\n");
}

function usdText(usd: number): string {
  return usd.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
