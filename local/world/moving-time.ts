import { plus } from "../../functions/platform/duration.ts";
import { messageOf } from "../../functions/platform/errors.ts";
import { type Instant, msBetween } from "../../functions/platform/instant.ts";
import { agenda } from "../engine/order-of-acts.ts";
import type { Progress, SandboxWorld } from "../views/sandbox-world.ts";
import type { EmbeddedWorld } from "./embedded-world.ts";

/** The part of the world that moves it. */
export interface MovingTime extends Pick<SandboxWorld, "busy" | "advance" | "advanceTo" | "onProgress"> {
  /** Plays the next seconds, so that what has just come in shows its effect. */
  nudge(): void;
}

/** After so many acts, listeners are told of progress and the rest of this process gets its turn. */
const actsBetweenBreaths = 200;

/** Moves the world's time; one advance waits for the one before it. */
export function movingTime(world: Pick<EmbeddedWorld, "clock" | "actors" | "tally" | "outbox">): MovingTime {
  const { clock, actors } = world;
  const listeners = new Set<(progress: Progress) => void>();
  let goal: { readonly from: Instant; readonly until: Instant } = { from: clock.now(), until: clock.now() };
  let waiting = 0;
  let acts = 0;
  let last: Promise<void> = Promise.resolve();

  const tell = () => {
    const progress = progressOf(world, goal);
    for (const listener of listeners) listener(progress);
  };
  const plan = agenda(clock, actors, async () => {
    acts += 1;
    if (acts % actsBetweenBreaths !== 0) return;
    tell();
    await new Promise(setImmediate);
  });
  const play = async (untilOf: () => Instant) => {
    goal = { from: clock.now(), until: untilOf() };
    await plan.playTo(goal.until);
    tell();
  };
  const afterOthers = (untilOf: () => Instant): Promise<void> => {
    waiting += 1;
    const turn = last
      .then(() => play(untilOf))
      .finally(() => {
        waiting -= 1;
      });
    // A turn that failed has told whoever asked for it; the next one is not to blame.
    last = turn.catch(() => {});
    return turn;
  };

  const advance = (duration: string) => afterOthers(() => plus(clock.now(), duration));
  return {
    busy: () => waiting > 0,
    advance,
    advanceTo: (instant) => afterOthers(() => instant),
    nudge: () => {
      advance("PT5S").catch((error: unknown) =>
        console.error(`The clock stopped at ${clock.now()}: ${messageOf(error)}`),
      );
    },
    onProgress: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function progressOf(
  { clock, tally, outbox }: Pick<EmbeddedWorld, "clock" | "tally" | "outbox">,
  { from, until }: { readonly from: Instant; readonly until: Instant },
): Progress {
  const cases = [...tally.cases.values()];
  const whole = msBetween(from, until);
  return {
    now: clock.now(),
    until,
    share: whole <= 0 ? 1 : Math.min(1, msBetween(from, clock.now()) / whole),
    eventsReceived: tally.counts(0).eventsAccepted,
    openCases: cases.filter(({ outcome }) => outcome === undefined).length,
    recoveredCases: cases.filter(({ outcome }) => outcome?.kind === "recovered").length,
    mailsSent: outbox.sent.length,
  };
}
