/** A snapshot of one object, as an event carried it. */
export interface Snapshot<T> {
  /** The provider's time of the event, in whole seconds. */
  readonly created: number;
  /** How far along it is: of two snapshots of one second, the one further along came later. */
  readonly rank: number;
  /** The object as it was sent, and what the event says its changed fields were before. */
  readonly object: unknown;
  readonly previous: unknown;
  readonly told: T;
}

/** The newest snapshot of each object, whatever order they arrive in. */
export interface NewestSnapshots<T> {
  learn(id: string, snapshot: Snapshot<T>): void;
  get(id: string): T | undefined;
  /** Changes what is known until a newer snapshot says otherwise. */
  change(id: string, changes: Partial<T>): void;
  all(): Iterable<readonly [string, T]>;
}

export function newestSnapshots<T extends object>(): NewestSnapshots<T> {
  const known = new Map<string, Snapshot<T>>();
  return {
    learn: (id, snapshot) => {
      const before = known.get(id);
      if (before === undefined || isNewer(snapshot, before)) known.set(id, snapshot);
    },
    get: (id) => known.get(id)?.told,
    change: (id, changes) => {
      const before = known.get(id);
      if (before !== undefined) known.set(id, { ...before, told: { ...before.told, ...changes } });
    },
    all: () => [...known].map(([id, { told }]) => [id, told] as const),
  };
}

/**
 * The provider's clock has whole seconds. Within one, what is further along came later, then what says that the other
 * was before it; where neither says so, what arrived later.
 */
function isNewer(one: Snapshot<unknown>, other: Snapshot<unknown>): boolean {
  if (one.created !== other.created) return one.created > other.created;
  if (one.rank !== other.rank) return one.rank > other.rank;
  return !came(other).after(one) || came(one).after(other);
}

const came = ({ previous }: Snapshot<unknown>) => ({
  after: ({ object }: Snapshot<unknown>): boolean => isObject(previous) && isPartOf(previous, object),
});

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && Object.keys(value).length > 0;

/** Whether every field of `part` has the same value in `whole`. */
function isPartOf(part: unknown, whole: unknown): boolean {
  if (!isObject(part)) return JSON.stringify(part) === JSON.stringify(whole);
  return (
    typeof whole === "object" &&
    whole !== null &&
    Object.entries(part).every(([key, value]) => isPartOf(value, Reflect.get(whole, key)))
  );
}
