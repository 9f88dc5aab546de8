/** Lets so many milliseconds pass. */
export const sleep = (ms: number): Promise<void> => new Promise((woken) => setTimeout(woken, ms));
