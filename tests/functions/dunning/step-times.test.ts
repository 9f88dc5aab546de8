import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { type Schedule, stepTimes } from "../../../functions/dunning/step-times.ts";
import { durationMs, plus } from "../../../functions/platform/duration.ts";
import { type Instant, instantOfMs, msBetween, msOf } from "../../../functions/platform/instant.ts";
import { exactPolicy, openedAt, samplePolicy } from "./sample-case.ts";

const policy = samplePolicy.dunning;
const local = (instant: Instant, timeZone: string) => Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
const zones = [
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
  "Europe/Warsaw",
  "America/St_Johns",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
];
const instants = fc
  .integer({ min: msOf("2024-01-01T00:00:00.000Z"), max: msOf("2030-01-01T00:00:00.000Z") })
  .map(instantOfMs);
const cases = fc.record({
  caseId: fc.string({ minLength: 1 }),
  openedAt: instants,
  timeZone: fc.constantFrom(...zones),
});

/** The times in the order of the steps. */
const timesOf = (schedule: Schedule) => [...stepTimes(schedule).values()];

describe("stepTimes", () => {
  it("retries within the preferred hours of the customer's own day", () => {
    fc.assert(
      fc.property(cases, (sample) => {
        timesOf({ ...sample, policy }).forEach((time, index) => {
          const step = policy.steps[index];
          if (step === undefined || durationMs(step.after) < durationMs("PT12H")) return;
          const { hour } = local(time, sample.timeZone);
          expect(hour).toBeGreaterThanOrEqual(step.retry ? 7 : 8);
          expect(hour).toBeLessThan(step.retry ? 10 : 11);
        });
      }),
    );
  });

  it("keeps the order of the steps and never comes before a step's delay", () => {
    fc.assert(
      fc.property(cases, (sample) => {
        const times = timesOf({ ...sample, policy });
        expect([...times].sort()).toEqual(times);
        times.forEach((time, index) => {
          expect(time >= plus(sample.openedAt, policy.steps[index]?.after ?? "PT0S")).toBe(true);
        });
      }),
    );
  });

  it("puts a charge off to a preferred weekday if one is within two days, and no further", () => {
    fc.assert(
      fc.property(cases, (sample) => {
        const [, second] = timesOf({ ...sample, policy });
        const base = local(plus(sample.openedAt, "P2D"), sample.timeZone);
        expect(msBetween(plus(sample.openedAt, "P2D"), second ?? "")).toBeLessThan(durationMs("P4D"));
        // Fri, Sat, Sun, Mon are preferred: from every weekday but Tuesday one of them is at most two days away.
        if (base.dayOfWeek !== 2 && base.hour < 7)
          expect([5, 6, 7, 1]).toContain(local(second ?? "", sample.timeZone).dayOfWeek);
      }),
    );
  });

  it("keeps every delay exactly where the policy prefers no hours", () => {
    const times = timesOf({ caseId: "c", openedAt, timeZone: "UTC", policy: exactPolicy.dunning });
    expect(times).toEqual(exactPolicy.dunning.steps.map(({ after }) => plus(openedAt, after)));
  });

  it("spreads a thousand bills that failed in one minute", () => {
    const minutes = Array.from({ length: 1000 }, (_, index) => {
      const [, second] = timesOf({ caseId: `case-${index}`, openedAt, timeZone: "Europe/Stockholm", policy });
      return (second ?? "").slice(0, 16);
    });
    const busiest = Math.max(
      ...Object.values(Object.groupBy(minutes, (minute) => minute)).map((group) => group?.length ?? 0),
    );
    expect(busiest).toBeLessThan(25);
  });

  it("keeps half of the distance after a step that ran late", () => {
    const late = plus(openedAt, "P14D");
    const times = timesOf({
      caseId: "c",
      openedAt,
      timeZone: "UTC",
      policy,
      reached: { afterMs: durationMs("P2D"), at: late },
    });
    expect(msBetween(late, times[2] ?? "")).toBeGreaterThanOrEqual(durationMs("P5D") / 2);
    expect(msBetween(late, times[2] ?? "")).toBeLessThan(durationMs("P5D") / 2 + durationMs("P1D"));
    expect(msBetween(times[2] ?? "", times[3] ?? "")).toBeGreaterThanOrEqual(durationMs("P8D") / 2);
  });

  it("finds the morning on the days on which clocks change", () => {
    const sample = { caseId: "c", timeZone: "Europe/Warsaw", policy };
    for (const failed of ["2026-03-27T03:00:00.000Z", "2026-10-23T03:00:00.000Z"]) {
      const [, second] = timesOf({ ...sample, openedAt: failed });
      expect(local(second ?? "", "Europe/Warsaw").dayOfWeek).toBe(7);
      expect(local(second ?? "", "Europe/Warsaw").hour).toBeGreaterThanOrEqual(7);
    }
  });

  it("knows 29 February", () => {
    const [, second] = timesOf({ caseId: "c", openedAt: "2028-02-27T05:00:00.000Z", timeZone: "UTC", policy });
    expect(second?.slice(0, 10)).toMatch(/^2028-(02-29|03-0[12])$/);
  });
});
