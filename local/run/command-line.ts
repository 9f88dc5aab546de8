import { Command, InvalidArgumentError, Option } from "commander";
import * as z from "zod/mini";

const commandLineSchema = z.object({
  headless: z.boolean(),
  json: z.boolean(),
  /** Undefined: until the last event of a file, or else sixty days. */
  days: z.optional(z.int()),
  customers: z.int(),
  lives: z.enum(["full", "plain"]),
  seed: z.int(),
  store: z.enum(["memory", "dynalite"]),
  port: z.int(),
  /** The path of an export of Stripe events. */
  events: z.optional(z.string()),
});
/** What was asked for on the command line. */
export type CommandLine = z.infer<typeof commandLineSchema>;

/** Says what is wrong with the arguments in one sentence on stderr. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What an export of events may look like, in the words of help and documents. */
export const exportForms = "as JSON lines, as an array, or as lists of Stripe's API and CLI";

const whole = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most.toLocaleString("en")}.`);
};

const command = () =>
  new Command("npm start --")
    .description("Plays an invented company's customers through the real handlers, in virtual time.")
    .option("--headless", "run to the end and print a summary instead of serving the page", false)
    .option("--json", "with --headless: print the summary as JSON, and nothing else, on stdout", false)
    .addOption(new Option("--days <N>", "how many days to play (default: 60)").argParser(whole(1, 730)))
    .addOption(new Option("--customers <N>", "how many customers to invent").argParser(whole(1, 2_000)).default(300))
    .addOption(
      new Option("--lives <KIND>", "how much happens to them; plain: everybody pays by card, and nobody intervenes")
        .choices(["full", "plain"])
        .default("full"),
    )
    .addOption(new Option("--seed <S>", "the same seed, the same run").argParser(whole(0, 2_147_483_647)).default(7))
    .option("--events <FILE>", `replay an export of Stripe events at their own times; it holds them ${exportForms}`)
    .addOption(
      new Option("--store <KIND>", "which embedded database; dynalite takes six times as long")
        .choices(["memory", "dynalite"])
        .default("memory"),
    )
    .addOption(new Option("--port <N>", "where to serve the page").argParser(whole(1, 65_535)).default(8787))
    .allowExcessArguments(false);

/**
 * Reads the arguments after `npm start --`.
 * @returns undefined if help was asked for and printed.
 * @throws UsageError if they make no sense.
 */
export function parseCommandLine(words: readonly string[]): CommandLine | undefined {
  let complaint = "";
  const program = command()
    .exitOverride()
    .configureOutput({ writeErr: (text) => (complaint += text) });
  try {
    program.parse([...words], { from: "user" });
  } catch (thrown) {
    if (thrown instanceof Error && "exitCode" in thrown && thrown.exitCode === 0) return undefined;
    throw new UsageError(complaint.trim().replace(/^error: /, ""));
  }
  const asked = commandLineSchema.parse(program.opts());
  if (asked.json && !asked.headless) throw new UsageError("--json prints the end of a run: it needs --headless.");
  return asked;
}
