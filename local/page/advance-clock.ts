import { messageOf } from "../../functions/platform/errors.ts";
import type { SandboxWorld } from "../views/sandbox-world.ts";
import { clockSteps } from "./clock-bar.ts";

/** A press longer than this is answered while time still moves, with a page that shows how far it has come. */
const patienceMs = 1500;

/** Where a form asked to lead back to, if that is a path of this site. */
export const localPath = (wanted: string): string => (/^\/(?![/\\])/.test(wanted) ? wanted : "/");

/** Moves the clock as a button says; an unknown button moves nothing. Resolves when done, or after a moment of waiting. */
export async function advanceClock(world: SandboxWorld, by: string): Promise<void> {
  const step = clockSteps.find((known) => known.by === by);
  if (step === undefined) return;
  const moving = step.by === "end" ? world.advanceTo(world.endsAt) : world.advance(step.by);
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  // Nobody awaits a long advance once the page is answered; its failure must be seen all the same.
  moving.catch((error: unknown) => console.error(`The clock stopped at ${world.now()}: ${messageOf(error)}`));
  await Promise.race([moving, patience]).finally(() => clearTimeout(timer));
}
