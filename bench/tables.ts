const start = "<!-- bench: written by `npm run bench -- --write` -->";
const end = "<!-- /bench -->";

/**
 * `page` with everything between its two markers replaced by `tables`.
 * @throws Error if the markers are missing.
 */
export function withTables(page: string, tables: string): string {
  const [before, rest] = split(page, start);
  const [, after] = split(rest, end);
  return `${before}${start}\n\n${tables}\n\n${end}${after}`;
}

function split(text: string, marker: string): [string, string] {
  const at = text.indexOf(marker);
  if (at < 0) throw new Error(`docs/bench.md has no line ${marker}; put it where the tables belong.`);
  return [text.slice(0, at), text.slice(at + marker.length)];
}
