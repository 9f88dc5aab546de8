import { accessBytes, type Calls, lambdaUsd, logBytes, logsUsd, storageUsd, unitsUsd } from "./bill.ts";
import type { MonthlyUse } from "./monthly-use.ts";
import { prices } from "./prices.ts";

/** Whose month it is. */
export interface Company {
  readonly customers: number;
  /** How often a customer's page asks each month whether there is something to say. */
  readonly bannerLoads: number;
  /** How many times as much happens to each customer as was measured. */
  readonly workload: number;
}

/** USD of a month by service, in the order in which they are printed. */
export type Bill = Readonly<
  Record<
    | "API Gateway"
    | "Lambda"
    | "DynamoDB requests"
    | "DynamoDB storage"
    | "Step Functions"
    | "CloudWatch"
    | "SES"
    | "Secrets Manager",
    number
  >
>;

const sweepsPerMonth = 30 * 24 * 60;
const inboxMonths = 3;
/**
 * What stands in the deployed templates whoever comes; a test counts them there. An alarm costs for each metric that it
 * looks at, one that learns its band as three.
 */
export const standing = { secrets: 3, alarmMetrics: 48, metrics: 17 } as const;

/** One run of the sweep's Express machine, which is charged in steps of 64 MB and is over within a second. */
const sweepUsd = prices.expressRequest.usd + (64 / 1024) * prices.expressGbSecond.usd;

/**
 * Nothing serves banners yet: one is taken as a request, an invocation of 2 ms of CPU with one call, and one read unit.
 */
const bannerLoad: Calls = { invocations: 1, cpuMs: 2, calls: 1, waitMs: 0 };

/** A month with measured use, at list prices, free tiers left out. */
export function monthlyBill(use: MonthlyUse, { customers, bannerLoads, workload }: Company): Bill {
  const times = customers * workload;
  const events = use.events * times;
  const banners = bannerLoads * times;
  const { idleSweep } = use;
  const ownLines = logBytes(use.logLines, use.logBytes) * times;
  const sweepLines = logBytes(idleSweep.logLines, idleSweep.logBytes) * sweepsPerMonth;
  return {
    "API Gateway": (events + banners) * prices.httpApiRequest.usd,
    Lambda:
      lambdaUsd(use.lambda) * times + lambdaUsd(bannerLoad) * banners + lambdaUsd(idleSweep.lambda) * sweepsPerMonth,
    "DynamoDB requests":
      unitsUsd(use) * times + unitsUsd(idleSweep) * sweepsPerMonth + unitsUsd({ write: 0, read: banners }),
    "DynamoDB storage":
      storageUsd(use.bytesOfEvent * events, inboxMonths) + storageUsd(use.bytesOfCustomer * customers, 1),
    "Step Functions": use.transitions * times * prices.transition.usd + sweepsPerMonth * sweepUsd,
    CloudWatch:
      logsUsd(ownLines + sweepLines + (events + banners) * accessBytes) +
      standing.alarmMetrics * prices.alarmMonth.usd +
      standing.metrics * prices.metricMonth.usd,
    SES: use.letters * times * prices.email.usd,
    "Secrets Manager": standing.secrets * prices.secretMonth.usd,
  };
}

/** Wakings a month of an execution that sleeps for each customer: before a renewal, at it, and after it. */
export const wakings = 3;
/** A waking is a wait, a choice and an act; and the execution is started anew each month. */
const sleeperTransitions = wakings * 3 + 1;
/** Each act reads the payer, and writes down that it ran. */
const waking: Calls = { invocations: 1, cpuMs: 5, calls: 2, waitMs: 0 };

/** The same month if an execution slept for every customer, and not only for those whose payment failed. */
export function sleepersBill(use: MonthlyUse, company: Company): Bill {
  const bill = monthlyBill(use, company);
  const times = company.customers * company.workload;
  return {
    ...bill,
    Lambda: bill.Lambda + lambdaUsd(waking) * wakings * times,
    "DynamoDB requests": bill["DynamoDB requests"] + unitsUsd({ write: 1, read: 1 }) * wakings * times,
    "Step Functions": bill["Step Functions"] + sleeperTransitions * times * prices.transition.usd,
  };
}

export const totalOf = (bill: Bill): number => Object.values(bill).reduce((sum, usd) => sum + usd, 0);
