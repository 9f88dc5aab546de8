import { once } from "node:events";
import { systemClock } from "../functions/platform/aws/system-clock.ts";
import { messageOf } from "../functions/platform/errors.ts";
import { type EventFile, readEventFile } from "./replay/event-file.ts";
import { type CommandLine, parseCommandLine, UsageError } from "./run/command-line.ts";
import { progressLine } from "./run/progress-line.ts";
import { worldFor } from "./run/run-plan.ts";
import { summaryTable } from "./views/summary-table.ts";
import { createWorld, type World } from "./world/world.ts";

const mistakesShown = 10;

/** The export that was asked for, with what is wrong with it said on stderr. */
async function exportAskedFor({ events }: CommandLine): Promise<EventFile | undefined> {
  if (events === undefined) return undefined;
  const file = await readEventFile(events).catch((error: unknown) => {
    throw new UsageError(`${events} cannot be read: ${messageOf(error)}`);
  });
  const { mistakes } = file;
  for (const mistake of mistakes.slice(0, mistakesShown)) console.error(mistake);
  if (mistakes.length > 0) console.error(`${mistakes.length} of the lines of ${events} were left out.`);
  return file;
}

/** Plays the story to its end, with progress on stderr. */
async function play(world: World): Promise<void> {
  const line = progressLine(process.stderr);
  const stopListening = world.onProgress(line.show);
  try {
    await world.advanceTo(world.endsAt);
  } finally {
    stopListening();
    line.end();
  }
}

/** Serves the page while the story is played and afterwards, until the process is told to stop. */
async function serve(world: World, port: number): Promise<void> {
  const { startPage } = await import("./page/start-page.ts");
  const page = await startPage({ world, port }).catch((error: unknown) => {
    throw new UsageError(messageOf(error));
  });
  console.log(`The sandbox is at ${page.url}`);
  await play(world);
  console.log(`\n${summaryTable(await world.summary())}\n\nThe clock is yours now: ${page.url} (Ctrl+C ends it)`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await page.close();
}

async function runToTheEnd(world: World, asked: CommandLine, file: EventFile | undefined): Promise<void> {
  await play(world);
  const summary = await world.summary();
  const linesLeftOut = file && { linesLeftOut: file.mistakes.length };
  console.log(asked.json ? JSON.stringify({ ...summary, ...linesLeftOut }, null, 2) : `\n${summaryTable(summary)}`);
}

async function main(words: readonly string[]): Promise<void> {
  const asked = parseCommandLine(words);
  if (asked === undefined) return;
  const file = await exportAskedFor(asked);
  const outsideSecret = process.env["STRIPE_WEBHOOK_SECRET"] || undefined;
  const world = await createWorld(worldFor(asked, { wallNow: systemClock.now(), outsideSecret, file }));
  try {
    await (asked.headless ? runToTheEnd(world, asked, file) : serve(world, asked.port));
  } finally {
    await world.stop();
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
