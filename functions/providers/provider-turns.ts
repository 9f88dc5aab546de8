import type { BillingPolicy } from "../billing/policy-slice.ts";
import { NotYetError, StaleRevisionError, type Turns } from "../platform/errors.ts";
import { type Instant, msBetween, plusMs } from "../platform/instant.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Log } from "../platform/ports/log.ts";
import type { Key, Store } from "../platform/ports/store.ts";
import { type Asking, type Lane, laneItem, laneKey, laneNames, parseLane, silenced, takeTurns } from "./lane.ts";

/** A process's turns at the provider's API. */
export interface ProviderTurns {
  /**
   * Resolves when one request may be made.
   * @throws NotYetError if that is not soon.
   */
  turn(): Promise<void>;
  /** Takes back into hand what was kept for whoever has come back for it. */
  present(turns: Turns | undefined): void;
  /**
   * The provider asked to be left alone: from now until then no turns are given.
   * @returns the error that says when to come back.
   */
  refused(retryAfterMs: number): Promise<NotYetError>;
}

export interface TurnPorts {
  readonly state: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Lets real time pass; left out where it does not. */
  readonly sleep?: ((ms: number) => Promise<void>) | undefined;
}

export interface TurnSetting extends Omit<Asking, "requestsPerSecond"> {
  readonly provider: Pick<BillingPolicy["provider"], "name" | "requestsPerSecond">;
  /** Whether the asker comes back for turns that are kept for it; else it waits no longer than it sleeps. */
  readonly comesBack: boolean;
  /** How long it sleeps for a turn at most, in milliseconds, if not two seconds. */
  readonly sleepAtMostMs?: number;
}

/** Sleeping so long costs less than going round the workflow once. */
const usualSleepMs = 2_000;

/** Turns not used by then are gone: a process that stood still must not come back with a handful of old ones. */
const lastMs = 5_000;

/** Whoever is passed by others so often comes back another time, so that a crowd does not keep itself from the lane. */
const triesAtMost = 3;
const crowdedMs = { from: 1_000, until: 10_000 };

/**
 * Turns are kept for an hour at most: the sweep looks after an open case two hours after its time. Who finds none comes
 * back when about half of those before it are through.
 */
const keptAtMostMs = 60 * 60_000;
const fullMs = { from: 20 * 60_000, until: 60 * 60_000 };

interface Hand {
  readonly turns: Turns;
  /** When they can be used: from their own time on, or once their process has slept for them. */
  readonly readyAt: Instant;
  left: number;
  /** They were kept while their owner was away: the provider may have asked for silence since. */
  isChecked: boolean;
}

/**
 * Turns of one process, taken from the lane that all processes share, several at once: one read and one conditional write
 * for each handful. Those in hand are for whatever the process does next.
 */
export function providerTurns(ports: TurnPorts, setting: TurnSetting): ProviderTurns {
  const { clock, sleep } = ports;
  const { comesBack } = setting;
  const { name: provider, requestsPerSecond } = setting.provider;
  const key = laneKey(provider, setting.lane);
  const sleepAtMostMs = sleep === undefined ? 0 : (setting.sleepAtMostMs ?? usualSleepMs);
  let hands: Hand[] = [];
  let asking: Promise<void> | undefined;

  const reserve = async (): Promise<Turns> => {
    const aheadAtMostMs = comesBack ? keptAtMostMs : sleepAtMostMs;
    const now = clock.now();
    let taken: Turns | undefined;
    const free = await changeLane(ports, key, (lane) => {
      const next = takeTurns(lane, { ...setting, requestsPerSecond, aheadAtMostMs }, now);
      taken = next?.turns;
      return next?.lane;
    });
    if (taken !== undefined && free) return taken;
    throw notYet(provider, now, free ? fullMs : crowdedMs);
  };

  const ask = async (): Promise<void> => {
    const turns = await reserve();
    const waitMs = msBetween(clock.now(), turns.from);
    if (waitMs > sleepAtMostMs) throw keptFor(provider, turns);
    if (waitMs > 0) await sleep?.(waitMs);
    hands.push({ turns, readyAt: clock.now(), left: turns.count, isChecked: true });
  };

  /** What a process does side by side asks one after the other: what the first brings may be enough for all. */
  const askInLine = async (): Promise<void> => {
    if (asking !== undefined) return asking.catch(() => {});
    asking = ask();
    try {
      await asking;
    } finally {
      asking = undefined;
    }
  };

  const inHand = (now: Instant): Hand | undefined => {
    hands = hands.filter(({ turns, left }) => left > 0 && msBetween(turns.from, now) < lastMs);
    return hands.find(({ readyAt }) => readyAt <= now);
  };

  const isSilent = async (now: Instant): Promise<boolean> => {
    const item = await ports.state.load(key);
    return item !== undefined && (parseLane(item).silentUntil ?? "") > now;
  };

  return {
    turn: async () => {
      for (;;) {
        const now = clock.now();
        const hand = inHand(now);
        if (hand === undefined) {
          await askInLine();
        } else if (hand.isChecked) {
          hand.left -= 1;
          return;
        } else if (await isSilent(now)) {
          hands = hands.filter((other) => other !== hand);
        } else {
          hand.isChecked = true;
        }
      }
    },
    present: (turns) => {
      if (turns !== undefined) hands.push({ turns, readyAt: turns.from, left: turns.count, isChecked: false });
    },
    refused: async (retryAfterMs) => {
      const until = plusMs(clock.now(), retryAfterMs);
      ports.log.warn("provider-busy", { provider, retryAfterSeconds: Math.ceil(retryAfterMs / 1000) });
      hands = [];
      for (const name of laneNames)
        await changeLane(ports, laneKey(provider, name), (lane) => {
          const silent = silenced(lane, until);
          return silent === lane ? undefined : silent;
        });
      if (!comesBack) return notYet(provider, until, { from: 0, until: crowdedMs.until });
      try {
        return keptFor(provider, await reserve());
      } catch (error) {
        if (error instanceof NotYetError) return error;
        throw error;
      }
    },
  };
}

/**
 * Changes a lane, if `change` returns another. @returns false if others kept passing.
 */
async function changeLane(
  { state }: Pick<TurnPorts, "state">,
  key: Key,
  change: (lane: Lane | undefined) => Lane | undefined,
): Promise<boolean> {
  for (let tries = 1; tries <= triesAtMost; tries += 1) {
    const item = await state.load(key);
    const changed = change(item && parseLane(item));
    if (changed === undefined) return true;
    try {
      await state.save(laneItem(key, changed, item?.rev ?? 0));
      return true;
    } catch (error) {
      if (!(error instanceof StaleRevisionError)) throw error;
    }
  }
  return false;
}

const keptFor = (provider: string, turns: Turns): NotYetError =>
  new NotYetError(`It is the turn of others at ${provider}'s API until ${turns.from}.`, {
    from: turns.from,
    until: turns.from,
    turns,
  });

const notYet = (provider: string, now: Instant, ms: { readonly from: number; readonly until: number }): NotYetError =>
  new NotYetError(`So many want a turn at ${provider}'s API that none could be kept.`, {
    from: plusMs(now, ms.from),
    until: plusMs(now, ms.until),
  });
