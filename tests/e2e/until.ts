import { setTimeout as sleep } from "node:timers/promises";

const pollMs = 250;

/**
 * What `look` finds, as soon as it finds something.
 * @throws Error naming `what` if that takes longer than `atMostMs`.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  atMostMs = 300_000,
): Promise<T> {
  const giveUpAt = performance.now() + atMostMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > giveUpAt) throw new Error(`Waited ${atMostMs / 1000} s in vain: ${what}.`);
    await sleep(pollMs);
  }
}
