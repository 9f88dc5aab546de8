import { Command } from "commander";
import { type CaseRun, caseRuns, playCase } from "./run/case-runs.ts";
import { UsageError } from "./run/command-line.ts";

const eraseLine = "\r\u001b[K";

/** The folder that was asked for; undefined if help was asked for and printed. @throws UsageError if there is none. */
function folderAskedFor(words: readonly string[]): string | undefined {
  let complaint = "";
  const program = new Command("npm run cases --")
    .description("Plays every events*.jsonl below a folder, and prints what became of each as a line of JSON.")
    .argument("<FOLDER>", "where they lie; a case.json beside them may say how long to play and what is answered")
    .exitOverride()
    .configureOutput({ writeErr: (text) => (complaint += text) });
  try {
    program.parse([...words], { from: "user" });
  } catch (thrown) {
    if (thrown instanceof Error && "exitCode" in thrown && thrown.exitCode === 0) return undefined;
    throw new UsageError(complaint.trim().replace(/^error: /, ""));
  }
  return program.args[0];
}

/** Plays one run after the other. Only reports are on stdout; what was left out or refused is told on stderr. */
async function playAll(runs: readonly CaseRun[]): Promise<void> {
  const { stderr } = process;
  for (const [index, run] of runs.entries()) {
    if (stderr.isTTY) stderr.write(`${eraseLine}${index + 1} of ${runs.length}: ${run.file}`);
    const { report, refusals } = await playCase(run);
    if (stderr.isTTY) stderr.write(eraseLine);
    for (const what of [...run.mistakes, ...refusals]) console.error(`${run.file}: ${what}`);
    console.log(JSON.stringify(report));
  }
}

try {
  const folder = folderAskedFor(process.argv.slice(2));
  if (folder !== undefined) await playAll(await caseRuns(folder));
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
