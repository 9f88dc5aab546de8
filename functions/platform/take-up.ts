import type { DueKind } from "./due-kind.ts";
import { ConfigurationError, messageOf, NotYetError, nameOf, TerminalError } from "./errors.ts";
import type { Clock } from "./ports/clock.ts";
import type { Log, LogFacts } from "./ports/log.ts";
import type { Item } from "./ports/store.ts";
import { saveUnlessStale } from "./save-unless-stale.ts";
import { countTry, excuse, isOutOfTries, isStillTried, noteFailure, park, type TriedItem } from "./trouble.ts";

/** What it takes to take up what is due. */
export interface TakeUpPorts {
  readonly clock: Clock;
  readonly log: Log;
}

/** What came of taking an item up. `passed`: somebody else has seen to it. `settled`: given up, or parked for a person. */
export type TakenUp = "done" | "failed" | "settled" | "passed";

/**
 * Tries an item once, whatever it is. The try is counted before it begins and moves the item's due time on; one that
 * failed is noted; what is out of tries, or can never succeed, is given up as its kind says or parked with an alarm.
 * Dying anywhere leaves the item due again in its time.
 * @param item as just loaded, and due as this kind.
 * @throws whatever the store throws when the try cannot be counted or its end not be written down.
 */
export async function takeUp(ports: TakeUpPorts, kind: DueKind, item: Item): Promise<TakenUp> {
  const now = ports.clock.now();
  if (isOutOfTries(item)) return settle(ports, kind, item, outOfTries(item));
  const tried = countTry(item, kind.name, now);
  const saved = await saveUnlessStale(kind.store, tried);
  if (saved === undefined) return "passed";
  try {
    await kind.take(saved);
    return "done";
  } catch (error) {
    return afterFailure(ports, kind, tried, error);
  }
}

/**
 * Tries an item as soon as it is there, ahead of its time: nothing is written before the try, so that what goes well costs
 * one write less. One that fails counts as the first; dying leaves the item due in its time, and tries count from then.
 * @param item as just loaded, and never tried.
 * @throws whatever the store throws when the end of the try cannot be written down.
 */
export async function tryAtOnce(ports: TakeUpPorts, kind: DueKind, item: Item): Promise<TakenUp> {
  try {
    await kind.take(item);
    return "done";
  } catch (error) {
    const tried = countTry(item, kind.name, ports.clock.now());
    const counted = await saveUnlessStale(kind.store, tried);
    return counted === undefined ? "passed" : afterFailure(ports, kind, tried, error);
  }
}

const outOfTries = ({ trouble }: TriedItem): string =>
  `None of ${trouble.tries} tries settled it. ${trouble.lastError ?? "None of them said why."}`;

async function afterFailure(ports: TakeUpPorts, kind: DueKind, tried: TriedItem, error: unknown): Promise<TakenUp> {
  const item = await kind.store.load(tried);
  if (item === undefined || !isStillTried(item, tried)) return "passed";
  const isExcused = error instanceof ConfigurationError || error instanceof NotYetError;
  const excused = isExcused ? excuse(item, messageOf(error), ports.clock.now()) : undefined;
  if (excused === undefined && (isOutOfTries(item) || error instanceof TerminalError))
    return settle(ports, kind, item, messageOf(error));
  const saved = await saveUnlessStale(kind.store, excused ?? noteFailure(item, messageOf(error)));
  if (saved === undefined) return "passed";
  const facts = { ...factsOf(kind, item, messageOf(error)), error: nameOf(error) };
  // Others' turn is nobody's failure.
  if (error instanceof NotYetError) ports.log.info("put-off", facts);
  else ports.log[error instanceof ConfigurationError ? "error" : "warn"](kind.lines?.failed ?? "sweep-failed", facts);
  return "failed";
}

async function settle(ports: TakeUpPorts, kind: DueKind, item: TriedItem, reason: string): Promise<TakenUp> {
  const givenUp = givenUpBy(kind, item, reason);
  const line = givenUp === undefined ? (kind.lines?.parked ?? "item-parked") : (kind.lines?.givenUp ?? "item-given-up");
  // Nobody looks at it again once it is saved: dying in between rings twice, the other way round it would never ring.
  ports.log.error(line, factsOf(kind, item, reason));
  const saved = await saveUnlessStale(kind.store, givenUp ?? park(item, reason, ports.clock.now()));
  return saved === undefined ? "passed" : "settled";
}

function givenUpBy(kind: DueKind, item: Item, reason: string): Item | undefined {
  try {
    return kind.givenUp?.(item, reason);
  } catch {
    // A body that nobody can read: that is for a person to look at.
    return undefined;
  }
}

const factsOf = ({ name }: DueKind, { pk, sk, trouble }: TriedItem, reason: string): LogFacts => ({
  kind: name,
  pk,
  sk,
  tries: trouble.tries,
  reason,
});
