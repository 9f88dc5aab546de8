/** A public price of AWS. */
export interface Price {
  readonly usd: number;
  /** What `usd` buys. */
  readonly per: string;
  readonly source: string;
}

/** The day on which the prices below were set down. */
export const pricesOf = "25 November 2026";
/** Where they hold. */
export const priceRegion = "us-east-1";

const million = (usd: number, source: string): Price => ({ usd: usd / 1_000_000, per: "each", source });
const gigabyte = (usd: number, source: string): Price => ({ usd, per: "GB", source });
const gigabyteMonth = (usd: number, source: string): Price => ({ usd, per: "GB-month", source });

const dynamo = "https://aws.amazon.com/dynamodb/pricing/on-demand/";
const lambda = "https://aws.amazon.com/lambda/pricing/";
const logs = "https://aws.amazon.com/cloudwatch/pricing/";

/** List prices of us-east-1, first tier, free tiers left out. */
export const prices = {
  httpApiRequest: million(1, "https://aws.amazon.com/api-gateway/pricing/"),
  lambdaRequest: million(0.2, lambda),
  /** Of ARM, which all functions run on. */
  lambdaGbSecond: { usd: 0.0000133334, per: "GB-second", source: lambda },
  writeUnit: million(0.625, dynamo),
  readUnit: million(0.125, dynamo),
  tableStorage: gigabyteMonth(0.25, dynamo),
  pointInTimeRecovery: gigabyteMonth(0.2, dynamo),
  logsTakenIn: gigabyte(0.5, logs),
  logsKept: gigabyteMonth(0.03, logs),
  transition: million(25, "https://aws.amazon.com/step-functions/pricing/"),
  expressRequest: million(1, "https://aws.amazon.com/step-functions/pricing/"),
  expressGbSecond: { usd: 0.00001667, per: "GB-second", source: "https://aws.amazon.com/step-functions/pricing/" },
  email: { usd: 0.0001, per: "each", source: "https://aws.amazon.com/ses/pricing/" },
  secretMonth: { usd: 0.4, per: "month", source: "https://aws.amazon.com/secrets-manager/pricing/" },
  /** One of our own, counted from lines of the log. */
  metricMonth: { usd: 0.3, per: "month", source: logs },
  alarmMonth: { usd: 0.1, per: "month", source: logs },
} as const satisfies Readonly<Record<string, Price>>;
