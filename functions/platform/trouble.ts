import { dueShard, kindOfShard, parkedDue } from "./due-shard.ts";
import { type Instant, later, msBetween, plusMs } from "./instant.ts";
import type { Item, Key, Store, Trouble } from "./ports/store.ts";
import { shortened } from "./shortened.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * How long each try has before the item is due again. Six tries, the last of which is over 1,042 minutes (17 hours and
 * 22 minutes) after the first began: 2 + 5 + 15 + 60 + 240 + 720. The first exceeds any function's timeout.
 */
const leasesMs = [2 * minuteMs, 5 * minuteMs, 15 * minuteMs, hourMs, 4 * hourMs, 12 * hourMs];

/** Tries that count, from the first or from a release on. */
export const triesAtMost = leasesMs.length;

/**
 * While a setting is missing no try counts, for so long. Waiting as long as it has waited already, from two minutes to
 * an hour, an item is tried some 680 times: at 2, 4, 8, 16, 32 and 64 minutes, then once an hour.
 */
const excusedForMs = 28 * dayMs;
const excusedWaitMs = { least: 2 * minuteMs, most: hourMs };

/** Errors may quote whole answers of others; a sentence is enough here, and the log has the rest. */
const longestError = 500;

/** An item with a try under way, or behind it. */
export type TriedItem = Item & { readonly trouble: Trouble };

/** Whether the item still waits to be taken up as this kind. */
export const isDueAs = (kind: string, { due }: Item): boolean => due !== undefined && kindOfShard(due.shard) === kind;

/** Whether it waits for a person. */
export const isParked = (item: Item): boolean => isDueAs(parkedDue, item);

/** Whether it was tried as often as it may be. */
export const isOutOfTries = (item: Item): item is TriedItem => (item.trouble?.tries ?? 0) >= triesAtMost;

/**
 * Whether its latest try ended without a word, once that try has had its time: its process died, of this item or of
 * another that it had in hand.
 */
export const endedSilently = ({ trouble }: Item): boolean => trouble?.underWay === true;

/** Whether the item still is as this try left it, or has its count. */
export const isStillTried = (item: Item, { trouble }: TriedItem): item is TriedItem =>
  isDueAs(trouble.kind, item) && item.trouble?.tries === trouble.tries;

/**
 * To be saved before a try begins: it keeps others away until the try has had its time, and an item that kills its
 * process is tried a few times and no more.
 * @throws RangeError if it is out of tries.
 */
export function countTry(item: Item, kind: string, now: Instant): TriedItem {
  const { tries, since, lastError } = item.trouble ?? { tries: 0, since: now, lastError: undefined };
  const leaseMs = leasesMs[tries];
  if (leaseMs === undefined) throw new RangeError(`${item.pk} / ${item.sk} has been tried ${tries} times; park it.`);
  const due = { shard: shardAs(kind, item), at: plusMs(now, leaseMs) };
  return { ...item, due, trouble: { kind, tries: tries + 1, since, lastError, underWay: true } };
}

/** Where it lies it is found, and stays spread over as many shards as its kind has. */
const shardAs = (kind: string, item: Item): string =>
  item.due !== undefined && isDueAs(kind, item) ? item.due.shard : dueShard(kind, item.pk);

const ended = (trouble: Trouble): Trouble => ({ ...trouble, underWay: undefined });

const told = ({ trouble }: TriedItem, reason: string): Trouble => ({
  ...ended(trouble),
  lastError: shortened(reason, longestError),
});

/** Remembers why a try failed; the item stays due as `countTry` left it. */
export const noteFailure = (item: TriedItem, reason: string): TriedItem => ({ ...item, trouble: told(item, reason) });

/**
 * Takes back the count of a try that failed for want of a setting, or of a turn at a service; the item is due again soon.
 * @returns undefined once the setting has been missing for so long that tries count all the same.
 */
export function excuse(item: TriedItem, reason: string, now: Instant): TriedItem | undefined {
  const troubledMs = msBetween(item.trouble.since, now);
  if (troubledMs >= excusedForMs) return undefined;
  const waitMs = Math.min(Math.max(troubledMs, excusedWaitMs.least), excusedWaitMs.most);
  const soon = plusMs(now, waitMs);
  // A take may have found that it need not be looked at before a later time.
  const at = item.due === undefined ? soon : later(item.due.at, soon);
  const due = { shard: shardAs(item.trouble.kind, item), at };
  return { ...item, due, trouble: { ...told(item, reason), tries: item.trouble.tries - 1 } };
}

/** Puts the item aside for a person, who finds it in the shards of `parkedDue`; it is kept until somebody saves it. */
export const park = (item: TriedItem, reason: string, now: Instant): TriedItem => ({
  ...item,
  trouble: told(item, reason),
  due: { shard: dueShard(parkedDue, item.pk), at: now },
  expiresAt: undefined,
});

/** Only events were parked before their tries were kept beside the body. */
const parkedKindBefore = "inbox";

/** As what a parked item is due again when it is released. */
export const parkedKindOf = ({ trouble }: Item): string => trouble?.kind ?? parkedKindBefore;

/** Takes a parked item up again at once, with all its tries. */
export const release = (item: Item, now: Instant): Item => ({
  ...item,
  trouble: undefined,
  due: { shard: dueShard(parkedKindOf(item), item.pk), at: now },
});

const isSamePlace = (a: Key, b: Key): boolean => a.pk === b.pk && a.sk === b.sk;

/**
 * The store for a try that hands `tried` on and cannot know how that ends, such as waking a case or sending a letter
 * again: a save that leaves it due keeps its count and is no sooner due than its try has had its time.
 */
export const stillTroubled = (store: Store, tried: Item): Store => ({
  ...store,
  save: (item) => {
    if (!isSamePlace(item, tried) || item.due === undefined || tried.due === undefined) return store.save(item);
    const due = { ...item.due, at: later(item.due.at, tried.due.at) };
    return store.save({ ...item, due, trouble: tried.trouble && ended(tried.trouble) });
  },
});
