/** Enough for every locale, zone and day that one process has to do with; what is dropped is made again. */
const keptAtMost = 4096;

/**
 * The same function, which remembers what it made of which texts: for what costs much to make, such as a format of
 * Intl (a tenth of a millisecond), is the same every time and is never changed. It forgets all once it holds 4,096.
 */
export function madeOnce<Texts extends readonly string[], T>(make: (...texts: Texts) => T): (...texts: Texts) => T {
  const kept = new Map<string, { readonly made: T }>();
  return (...texts) => {
    const name = texts.join("\0");
    const known = kept.get(name);
    if (known) return known.made;
    if (kept.size >= keptAtMost) kept.clear();
    const made = make(...texts);
    kept.set(name, { made });
    return made;
  };
}
