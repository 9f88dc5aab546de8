import { customerKind } from "../../functions/billing/known-kinds.ts";
import type { DunningCase } from "../../functions/dunning/case.ts";
import { parseCase } from "../../functions/dunning/case-store.ts";
import type { HttpAnswer } from "../../functions/platform/http/http-handler.ts";
import type { LogFacts } from "../../functions/platform/ports/log.ts";
import type { Item } from "../../functions/platform/ports/store.ts";
import type { DayOfCharges } from "../views/sandbox-world.ts";
import type { WorldCounts } from "../views/summary.ts";
import { type CountingLog, countingLog } from "./counting-log.ts";

/** What is counted while the world goes on. */
export interface Tally {
  readonly log: CountingLog;
  /** What the log told of first charges, by day. */
  firstCharges(): readonly DayOfCharges[];
  /** Every case as it was last saved, in the order in which they were opened. */
  readonly cases: ReadonlyMap<string, DunningCase>;
  /** Every payer's profile as it was last saved, by its partition. */
  readonly profiles: ReadonlyMap<string, Item>;
  saved(item: Item): void;
  answered(answer: HttpAnswer): void;
  renewalCharged(declined: boolean): void;
  /** Runs a step of the workflow and counts it. */
  step<T>(run: () => Promise<T>): Promise<T>;
  /** @param customers how many there are; 0 counts those that were heard of. */
  counts(customers: number): WorldCounts;
}

export function tally(): Tally {
  const counting = countingLog();
  const firstCharges = new Map<string, DayOfCharges>();
  const log: CountingLog = {
    ...counting,
    info: (event, facts) => {
      counting.info(event, facts);
      if (event === "first-charge") noteFirstCharge(firstCharges, facts);
    },
  };
  const cases = new Map<string, DunningCase>();
  const profiles = new Map<string, Item>();
  const answers = new Map<number, number>();
  let renewalCharges = 0;
  let failedRenewalCharges = 0;
  let stepsRun = 0;
  let stepsFailed = 0;
  const answersOf = (matches: (status: number) => boolean) =>
    [...answers].filter(([status]) => matches(status)).reduce((sum, [, count]) => sum + count, 0);
  return {
    log,
    firstCharges: () => [...firstCharges.values()].sort((a, b) => (a.day < b.day ? -1 : 1)),
    cases,
    profiles,
    saved: (item) => {
      if (item.kind === customerKind.kind) profiles.set(item.pk, item);
      if (item.kind !== "dunning") return;
      const dunningCase = parseCase(item);
      cases.set(dunningCase.caseId, dunningCase);
    },
    answered: ({ statusCode }) => {
      answers.set(statusCode, (answers.get(statusCode) ?? 0) + 1);
    },
    renewalCharged: (declined) => {
      renewalCharges += 1;
      if (declined) failedRenewalCharges += 1;
    },
    step: async (run) => {
      stepsRun += 1;
      try {
        return await run();
      } catch (error) {
        stepsFailed += 1;
        throw error;
      }
    },
    counts: (customers) => ({
      customers: customers || profiles.size,
      renewalCharges,
      failedRenewalCharges,
      eventsAccepted: answersOf((status) => status === 202),
      eventsRepeated: answersOf((status) => status === 200),
      eventsRefused: answersOf((status) => status >= 400),
      eventsParked: log.count("event-parked"),
      stepsRun,
      stepsFailed,
      applyFailed: log.count("event-failed") + log.count("event-left-to-sweep"),
    }),
  };
}

function noteFirstCharge(days: Map<string, DayOfCharges>, { day, charges, failures }: LogFacts): void {
  const before = days.get(String(day)) ?? { day: String(day), charges: 0, failures: 0 };
  days.set(before.day, {
    day: before.day,
    charges: before.charges + Number(charges),
    failures: before.failures + Number(failures),
  });
}
