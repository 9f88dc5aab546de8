import { StaleRevisionError } from "./errors.ts";

/** How often one thing is decided anew because somebody else saved first. */
const decideAtMost = 12;

/**
 * Loads, decides and saves; does all of it again whenever somebody else saved first, so that no decision rests on what
 * is no longer so. `loadDecideSave` must throw what the store throws.
 * @throws StaleRevisionError if others keep saving first, and whatever else `loadDecideSave` throws.
 */
export async function decideAnew<T>(loadDecideSave: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await loadDecideSave();
    } catch (error) {
      if (!(error instanceof StaleRevisionError) || tries >= decideAtMost) throw error;
    }
  }
}
