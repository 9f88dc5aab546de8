import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { lambdaUsd, logsUsd, storageUsd, unitsUsd } from "../../bench/bill.ts";
import { monthlyBill, sleepersBill, standing, totalOf } from "../../bench/monthly-bill.ts";
import type { MonthlyUse } from "../../bench/monthly-use.ts";
import { propertiesOf, synthesise } from "../lib/synthesise.ts";

describe("AWS's prices", () => {
  it("of Lambda: a million requests, and a GB-second", () => {
    const idle = { cpuMs: 0, calls: 0, waitMs: 0 };
    expect(lambdaUsd({ ...idle, invocations: 1_000_000 })).toBeCloseTo(0.2);
    expect(lambdaUsd({ ...idle, invocations: 0, waitMs: 2_000_000 })).toBeCloseTo(1000 * 0.0000133334);
    // 512 MB have 0.29 of a core: a second of CPU takes 3.5.
    expect(lambdaUsd({ ...idle, invocations: 0, cpuMs: 1_000_000 })).toBeCloseTo(3455 * 0.5 * 0.0000133334, 4);
    expect(lambdaUsd({ ...idle, invocations: 0, calls: 200_000 })).toBeCloseTo(500 * 0.0000133334);
  });

  it("of DynamoDB: a million units, and a GB with point-in-time recovery", () => {
    expect(unitsUsd({ write: 1_000_000, read: 1_000_000 })).toBeCloseTo(0.75);
    expect(storageUsd(1024 ** 3, 3)).toBeCloseTo(3 * 0.45);
  });

  it("of logs: a GB taken in, and three months of its compressed lines", () => {
    expect(logsUsd(1024 ** 3)).toBeCloseTo(0.5 + 3 * 0.15 * 0.03);
  });
});

const nothing = {
  lambda: { invocations: 0, cpuMs: 0, calls: 0, waitMs: 0 },
  write: 0,
  read: 0,
  logLines: 0,
  logBytes: 0,
};
const use: MonthlyUse = {
  ...{
    lambda: { invocations: 18, cpuMs: 60, calls: 50, waitMs: 200 },
    write: 70,
    read: 20,
    logLines: 10,
    logBytes: 1_400,
  },
  ...{ events: 8.6, failures: 0.05, letters: 0.13, transitions: 2, bytesOfEvent: 2_000, bytesOfCustomer: 9_000 },
  idleSweep: { ...nothing, lambda: { invocations: 1, cpuMs: 5, calls: 24, waitMs: 0 }, read: 12 },
};
const company = { customers: 10_000, bannerLoads: 4, workload: 1 };

describe("a month", () => {
  it("of nobody costs what stands there", () => {
    const bill = monthlyBill(use, { ...company, customers: 0 });
    expect(bill).toMatchObject({ "API Gateway": 0, "DynamoDB storage": 0, SES: 0 });
    expect(bill["Step Functions"]).toBeCloseTo(43_200 * (1 / 1_000_000 + 0.00001667 / 16));
    expect(bill["Secrets Manager"]).toBeCloseTo(1.2);
    expect(bill["DynamoDB requests"]).toBeCloseTo((43_200 * 12 * 0.125) / 1_000_000);
  });

  it("grows in line with customers, and with what happens to each but for what is kept of them", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (customers) => {
        const total = (of: Partial<typeof company>) => totalOf(monthlyBill(use, { ...company, ...of }));
        const idle = total({ customers: 0 });
        expect(total({ customers: 2 * customers }) - idle).toBeCloseTo(2 * (total({ customers }) - idle), 4);
        const kept = storageUsd(use.bytesOfCustomer * customers, 1);
        expect(total({ customers, workload: 2 })).toBeCloseTo(total({ customers: 2 * customers }) - kept, 4);
      }),
    );
  });

  it("with an execution asleep for each customer costs 250 USD more a million for its transitions alone", () => {
    const million = { ...company, customers: 1_000_000 };
    const [ours, sleepers] = [monthlyBill(use, million), sleepersBill(use, million)];
    expect(sleepers["Step Functions"] - ours["Step Functions"]).toBeCloseTo(250);
    expect(totalOf(sleepers)).toBeGreaterThan(totalOf(ours) + 250);
  });
});

const alarm = z.looseObject({ Metrics: z.optional(z.array(z.looseObject({ Expression: z.optional(z.string()) }))) });

/** A band has an upper and a lower edge, and is looked at beside what it is the band of. */
const metricsIn = ({ Expression }: { readonly Expression?: string | undefined }): number => {
  if (Expression === undefined) return 1;
  return Expression.startsWith("ANOMALY_DETECTION_BAND") ? 2 : 0;
};

it("what stands in the templates is as the bill takes it", () => {
  const { data, service } = synthesise();
  const count = (type: string) =>
    [data, service].reduce((sum, template) => sum + propertiesOf(template, type, z.unknown()).size, 0);
  expect({
    secrets: count("AWS::SecretsManager::Secret"),
    alarmMetrics: [...propertiesOf(service, "AWS::CloudWatch::Alarm", alarm).values()].reduce(
      (sum, { Metrics = [{}] }) => sum + Metrics.reduce((metrics, each) => metrics + metricsIn(each), 0),
      0,
    ),
    metrics: count("AWS::Logs::MetricFilter"),
  }).toEqual(standing);
});
