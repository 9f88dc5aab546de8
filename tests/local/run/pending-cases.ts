/**
 * What does not hold yet, by case, or by case and file, with what it waits for. A test that comes right says so by
 * failing, and its line goes.
 */
export const pending: ReadonlyMap<string, string> = new Map([]);
