import { hash } from "node:crypto";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** Chance that can be repeated: the same seed and names always give the same draws. */
export interface Random {
  /** From 0 up to, not including, 1. */
  unit(): number;
  /** A whole number, both ends included. */
  whole(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly [T, ...T[]]): T;
  /** One of the values; each is drawn in proportion to its weight. */
  weighted<T>(choices: readonly (readonly [weight: number, value: T])[]): T;
  shuffle<T>(list: readonly T[]): T[];
}

/**
 * Draws named by what they decide. Because each decision has a generator of its own, one more draw in one place
 * shifts no draw elsewhere, and the order in which things are asked does not matter.
 */
export function randomFor(seed: number, ...names: readonly (string | number)[]): Random {
  const digest = hash("sha256", [seed, ...names].join("\0"), "buffer");
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((at) => digest.readInt32LE(at)));
  const unit = () => uniformFloat64(generator);
  const whole = (from: number, to: number) => uniformInt(generator, from, to);
  return {
    unit,
    whole,
    chance: (probability) => unit() < probability,
    pick: (list) => list[whole(0, list.length - 1)] ?? list[0],
    weighted: (choices) => weightedAt(choices, unit()),
    shuffle: (list) => shuffled(list, whole),
  };
}

function weightedAt<T>(choices: readonly (readonly [number, T])[], at: number): T {
  const total = choices.reduce((sum, [weight]) => sum + weight, 0);
  let left = at * total;
  for (const [weight, value] of choices) {
    left -= weight;
    if (left < 0) return value;
  }
  throw new RangeError("weighted() needs at least one choice with a weight above 0.");
}

function shuffled<T>(list: readonly T[], whole: Random["whole"]): T[] {
  const rest = [...list];
  const result: T[] = [];
  while (rest.length > 0) result.push(...rest.splice(whole(0, rest.length - 1), 1));
  return result;
}

/**
 * Deals values in the proportions of `deck`, shuffled anew each time it is used up. Unlike independent draws it keeps
 * the mix of a small population close to the deck's, whatever the seed.
 */
export function dealer<T>(deck: readonly T[], seed: number, name: string): () => T {
  let round = 0;
  let rest: T[] = [];
  return () => {
    if (rest.length === 0) rest = randomFor(seed, name, round++).shuffle(deck);
    const [next] = rest.splice(0, 1);
    if (next === undefined) throw new RangeError(`The deck "${name}" is empty.`);
    return next;
  };
}
