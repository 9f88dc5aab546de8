import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as z from "zod/mini";
import { plus } from "../../functions/platform/duration.ts";
import { messageOf } from "../../functions/platform/errors.ts";
import { earlier, type Instant, later, plusMs } from "../../functions/platform/instant.ts";
import { CaseFileError, type CaseScript, readCaseFile } from "../replay/case-file.ts";
import { type ExportedEvent, readEventFile } from "../replay/event-file.ts";
import { type CaseReport, caseReport } from "../views/case-report.ts";
import { createWorld, type World } from "../world/world.ts";
import { fairWeather } from "../world/world-options.ts";
import { UsageError } from "./command-line.ts";

/** One file of events, ready to be played. */
export interface CaseRun {
  /** The folder as it was given, then the path below it. */
  readonly file: string;
  readonly events: readonly ExportedEvent[];
  readonly script: CaseScript;
  /** What was left out of the file, a sentence each. */
  readonly mistakes: readonly string[];
}

/** What came of a run, and the sentences with which the endpoint refused events. */
export interface PlayedCase {
  readonly report: CaseReport;
  readonly refusals: readonly string[];
}

const isEventFile = (path: string): boolean => /(^|[\\/])events[^\\/]*\.jsonl$/.test(path);

/** Without the events before it, what a case comes to is seen within two months. */
const playedBeyondTheLast = "P60D";

/**
 * Every `events*.jsonl` below a folder, in the order of their paths, with the `case.json` that lies beside it.
 * @throws UsageError with all that is wrong with them, before anything is played.
 */
export async function caseRuns(folder: string): Promise<CaseRun[]> {
  const paths = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new UsageError(`${folder} cannot be read: ${messageOf(error)}`);
  });
  const files = paths.filter(isEventFile).sort();
  if (files.length === 0) throw new UsageError(`${folder} holds no events*.jsonl, nor does any folder below it.`);
  const read = await Promise.all(files.map((path) => readRun(folder, path)));
  const wrong = new Set(read.filter((each) => typeof each === "string"));
  if (wrong.size > 0) throw new UsageError([...wrong].join("\n"));
  return read.filter((each) => typeof each !== "string");
}

/** The run, or what is wrong with it. */
async function readRun(folder: string, path: string): Promise<CaseRun | string> {
  const file = `${folder.replace(/[\\/]+$/, "")}/${path.replaceAll("\\", "/")}`;
  try {
    const script = await readCaseFile(join(dirname(join(folder, path)), "case.json"));
    const { events, mistakes } = await readEventFile(join(folder, path));
    if (events.length > 0) return { file, events, script, mistakes };
    return `${file} holds no Stripe event.${mistakes[0] === undefined ? "" : ` ${mistakes[0]}`}`;
  } catch (error) {
    if (error instanceof CaseFileError) return error.message;
    return `${file} cannot be read: ${messageOf(error)}`;
  }
}

const arrivalOf = ({ createdAt, deliveredAt = createdAt }: ExportedEvent): Instant => deliveredAt;

/** The world in which a run is played, standing before its first event; whoever makes it stops it. */
export const worldOfCase = ({ events, script }: CaseRun): Promise<World> =>
  createWorld({
    ...fairWeather,
    customers: 0,
    events,
    answers: script.answers,
    start: plusMs(events.map(arrivalOf).reduce(earlier), -1000),
  });

/** When a run is over. */
export const endOfCase = ({ events, script }: CaseRun): Instant =>
  script.until ?? plus(events.map(arrivalOf).reduce(later), playedBeyondTheLast);

/** What became of a run so far. */
export function reportOfCase({ file }: CaseRun, world: World): CaseReport {
  const { witness, outbox, files, tally } = world.embedded;
  const parked = tally.counts(0).eventsParked + tally.log.count("item-parked");
  return caseReport({ file, cases: world.dunningCases(), witness, sent: outbox.sent, files, parked });
}

/** Plays a run through the embedded world. The same run comes to the same end. */
export async function playCase(run: CaseRun): Promise<PlayedCase> {
  const world = await worldOfCase(run);
  try {
    await world.advanceTo(endOfCase(run));
    const { refusals } = world.embedded;
    const told = refusals.map(({ statusCode, body }) => `refused with ${statusCode}: ${reasonIn(body)}`);
    return { report: reportOfCase(run, world), refusals: told };
  } finally {
    await world.stop();
  }
}

const answerSchema = z.object({ error: z.string() });

function reasonIn(body: string): string {
  try {
    return answerSchema.parse(JSON.parse(body)).error;
  } catch {
    return body;
  }
}
