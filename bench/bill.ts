import { prices } from "./prices.ts";

/** What Lambda bills: 512 MB of memory, which come with this share of a core; it gives a whole one at 1,769 MB. */
const memoryGb = 0.5;
const shareOfCore = 512 / 1769;
/** A call to DynamoDB, Step Functions or SES from within the region, the wait included. */
const callMs = 5;

/** What a function does in a month, or in any other while. */
export interface Calls {
  readonly invocations: number;
  /** Milliseconds of CPU in all, on a whole core. */
  readonly cpuMs: number;
  /** Calls to AWS, in all. */
  readonly calls: number;
  /** Milliseconds of waiting for others, in all. */
  readonly waitMs: number;
}

/** USD for a function's invocations and time. */
export const lambdaUsd = ({ invocations, cpuMs, calls, waitMs }: Calls): number => {
  const seconds = (cpuMs / shareOfCore + calls * callMs + waitMs) / 1000;
  return invocations * prices.lambdaRequest.usd + seconds * memoryGb * prices.lambdaGbSecond.usd;
};

/** USD for units read and written. */
export const unitsUsd = ({ write, read }: { readonly write: number; readonly read: number }): number =>
  write * prices.writeUnit.usd + read * prices.readUnit.usd;

/** USD for keeping bytes in a table with point-in-time recovery. */
export const storageUsd = (bytes: number, months: number): number =>
  gigabytes(bytes) * months * (prices.tableStorage.usd + prices.pointInTimeRecovery.usd);

/** Lines are kept compressed, about to this share. */
const keptShare = 0.15;
const logMonths = 3;
/** What CloudWatch adds to each line. */
const lineBytes = 26;
/** The envelope of one of our lines, as JSON. Lambda's own lines are warnings only, see lib/constructs/holdfast-function.ts. */
const envelopeBytes = 130 + lineBytes;
/** One line of access, see lib/constructs/http-address.ts. */
export const accessBytes = 260 + lineBytes;

/** Bytes of log that functions leave. @param lines and @param bytes what they wrote themselves. */
export const logBytes = (lines: number, bytes: number): number => lines * envelopeBytes + bytes;

/** USD for taking lines in and keeping them for three months. */
export const logsUsd = (bytes: number): number =>
  gigabytes(bytes) * (prices.logsTakenIn.usd + keptShare * logMonths * prices.logsKept.usd);

const gigabytes = (bytes: number): number => bytes / 1024 ** 3;
