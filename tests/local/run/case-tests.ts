import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import {
  type CaseRun,
  caseRuns,
  endOfCase,
  type PlayedCase,
  playCase,
  reportOfCase,
  worldOfCase,
} from "../../../local/run/case-runs.ts";
import type { CaseReport } from "../../../local/views/case-report.ts";
import type { World } from "../../../local/world/world.ts";
import { pending } from "./pending-cases.ts";

const folder = join(import.meta.dirname, "../../fixtures/cases");

/** The files of events of a case. */
export const filesOf = (name: string): string[] =>
  readdirSync(join(folder, name))
    .filter((file) => file.endsWith(".jsonl"))
    .sort();

const runs = new Map<string, Promise<readonly CaseRun[]>>();

/** @throws Error if there is no such file. */
export async function runOf(name: string, file: string): Promise<CaseRun> {
  const read = runs.get(name) ?? caseRuns(join(folder, name));
  runs.set(name, read);
  const run = (await read).find((each) => each.file.endsWith(`/${file}`));
  if (run === undefined) throw new Error(`The case ${name} has no file ${file}.`);
  return run;
}

export const played = async (name: string, file: string): Promise<PlayedCase> => playCase(await runOf(name, file));

/** What a test does in a case's world beside letting it be played. */
export interface Playing {
  readonly world: World;
  readonly run: CaseRun;
  /** Plays on until `isSo`, looking every hour. @throws Error if the case ends before. */
  until(isSo: () => boolean): Promise<void>;
  /** Plays to the end of the case. */
  toTheEnd(): Promise<CaseReport>;
}

/** Plays a case with whatever else a test does in its world. */
export async function inTheWorldOf<T>(name: string, file: string, use: (playing: Playing) => Promise<T>): Promise<T> {
  const run = await runOf(name, file);
  const world = await worldOfCase(run);
  try {
    return await use({
      world,
      run,
      until: async (isSo) => {
        while (!isSo()) {
          if (world.now() >= endOfCase(run)) throw new Error(`${name} ended at ${world.now()} before it was so.`);
          await world.advance("PT1H");
        }
      },
      toTheEnd: async () => {
        await world.advanceTo(endOfCase(run));
        return reportOfCase(run, world);
      },
    });
  } finally {
    await world.stop();
  }
}

/** A test of one file; of what does not hold yet, that it does not. */
export function fileTest(name: string, file: string, test: () => Promise<void>): void {
  const isPending = pending.has(name) || pending.has(`${name}/${file}`);
  (isPending ? it.fails : it)(file, { timeout: 60_000 }, test);
}

/** What must hold of a case, in each of its files. */
export function rightOf(
  name: string,
  right: (report: CaseReport, file: string, refusals: readonly string[]) => void | Promise<void>,
): void {
  describe(name, () => {
    for (const file of filesOf(name))
      fileTest(name, file, async () => {
        const { report, refusals } = await played(name, file);
        await right(report, file, refusals);
      });
  });
}

/** Letters to customers; what is written to the company's own people is none. */
export const toCustomers = ({ letters }: CaseReport): CaseReport["letters"] =>
  letters.filter(({ name }) => name !== "hand-over");

/** What was written to the company's own people. */
export const toPeople = ({ letters }: CaseReport): CaseReport["letters"] =>
  letters.filter(({ name }) => name === "hand-over");

/** What a report says of the decisions, whatever the moments. */
export const decisionsOf = ({ cases, charges, letters, calls }: CaseReport) => ({
  cases,
  charges: charges.map(({ invoiceId, methodId, result }) => ({ invoiceId, methodId, result })),
  letters: letters.map(({ name, to, subject }) => ({ name, to, subject })),
  calls: calls.map(({ what, id }) => ({ what, id })),
});

/** The instant of a Unix time in the inputs. */
export const at = (seconds: number): string => new Date(seconds * 1000).toISOString();
