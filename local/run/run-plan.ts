import { type Instant, msBetween, plusMs } from "../../functions/platform/instant.ts";
import type { EventFile } from "../replay/event-file.ts";
import { usualWorld, type WorldOptions } from "../world/world-options.ts";
import { type CommandLine, exportForms, UsageError } from "./command-line.ts";

const dayMs = 86_400_000;
const usualDays = 60;

/** What surrounds a run. */
export interface Surroundings {
  /** The time of the machine. */
  readonly wallNow: Instant;
  /** `STRIPE_WEBHOOK_SECRET`: events signed elsewhere are taken too. */
  readonly outsideSecret: string | undefined;
  /** The export named by `--events`. */
  readonly file: EventFile | undefined;
}

/**
 * The world that the command line asks for.
 * @throws UsageError if the export holds no event.
 */
export function worldFor(asked: CommandLine, { wallNow, outsideSecret, file }: Surroundings): Partial<WorldOptions> {
  const common = {
    seed: asked.seed,
    store: asked.store,
    publicUrl: `http://localhost:${asked.port}`,
    outsideSecret,
  } as const;
  if (file !== undefined) return { ...common, ...replayOf(file, asked) };
  const days = asked.days ?? usualDays;
  // Events from outside are of today: the invented story has to end there.
  const start = outsideSecret === undefined ? usualWorld.start : plusMs(wallNow, -days * dayMs);
  return { ...common, days, customers: asked.customers, lives: asked.lives, start };
}

/** Begins a second before the first event and ends with the day of the last, unless days are asked for. */
function replayOf({ events }: EventFile, asked: CommandLine): Partial<WorldOptions> {
  const [first, last] = [events[0], events.at(-1)];
  if (first === undefined || last === undefined)
    throw new UsageError(`${asked.events} holds no Stripe event; it must have them ${exportForms}.`);
  const days = Math.max(1, Math.ceil(msBetween(first.createdAt, last.createdAt) / dayMs));
  return { events, customers: 0, start: plusMs(first.createdAt, -1000), days: asked.days ?? days };
}
