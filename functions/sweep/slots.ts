/** So many may be taken at the same time; whoever finds none free waits in line. */
export interface Slots {
  take(): Promise<void>;
  give(): void;
  /** Resolves when none is taken, and nobody waits. */
  allGiven(): Promise<void>;
}

export function slots(count: number): Slots {
  let taken = 0;
  const waiting: (() => void)[] = [];
  let idle: PromiseWithResolvers<void> | undefined;
  return {
    take: () => {
      if (taken === count) return new Promise((given) => waiting.push(given));
      taken += 1;
      return Promise.resolve();
    },
    give: () => {
      const next = waiting.shift();
      if (next !== undefined) return next();
      taken -= 1;
      if (taken === 0) idle?.resolve();
    },
    allGiven: () => {
      if (taken === 0) return Promise.resolve();
      idle ??= Promise.withResolvers();
      return idle.promise;
    },
  };
}
