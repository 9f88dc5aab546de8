import { type House, houseOf, houses, type Room, roomsOf } from "./floors.ts";
import { importsOf, readImports } from "./imports.ts";
import type { SourceFile } from "./source-file.ts";

const table = "tests/house/floors.ts";

/** What breaks the order of rooms, one sentence each: the file's place, what it imports, what cannot be read of it. */
export function floorFaults(file: SourceFile): string[] {
  const house = houseOf(file.path);
  if (house === undefined) return [];
  const { unreadable } = readImports(file);
  const unread = unreadable.map((what) => `reaches for files by ${what}, which nobody can follow; import by a literal`);
  return [...placeFaults(file, house), ...unread, ...orderFaults(file, house)];
}

const folderIn = (path: string) => path.split("/")[1] ?? "";
const roomAt = (house: House, path: string): Room | undefined =>
  roomsOf(house).find(({ name }) => name === folderIn(path));

function placeFaults({ path }: SourceFile, house: House): string[] {
  if (house.entries?.includes(path)) return [];
  if (path.split("/").length < 3)
    return [`is in no room; move it into one, or make one and add it to the table in ${table}`];
  if (roomAt(house, path) !== undefined) return [];
  return [`is in ${house.folder}/${folderIn(path)}, a room no floor knows; add it to the table in ${table}`];
}

function orderFaults(file: SourceFile, house: House): string[] {
  const from = roomAt(house, file.path);
  if (from === undefined || house.isWiring(file.path)) return [];
  return importsOf(file).flatMap((imported) => {
    const target = imported.file;
    if (target === undefined || houseOf(target) !== house || house.isWiring(target)) return [];
    const to = roomAt(house, target);
    return to === undefined || to.name === from.name ? [] : disorder(house, from, to, target);
  });
}

const mend = "move what both need down, or be given it";

function disorder(house: House, from: Room, to: Room, target: string): string[] {
  const order = roomsOf(house).map(({ name }) => name);
  if (order.indexOf(to.name) < order.indexOf(from.name)) return [];
  const way =
    to.floor === from.floor
      ? `to the right of ${from.name} on floor ${from.floor}`
      : `on floor ${to.floor}, above ${from.name} on floor ${from.floor}`;
  return [`imports ${target}; ${to.name} stands ${way}: ${mend}`];
}

/** Circles of rooms, each told once and whole: `billing -> messages -> billing`. */
export const roomCircles = (files: readonly SourceFile[]): string[] =>
  houses.flatMap((house) => {
    const rooms = new Map<string, Set<string>>();
    for (const file of files.filter(({ path }) => houseOf(path) === house && !house.isWiring(path))) {
      const targets = importsOf(file).flatMap((imported) => imported.file ?? []);
      const ours = targets.filter((target) => houseOf(target) === house && !house.isWiring(target));
      const name = folderIn(file.path);
      rooms.set(name, new Set([...(rooms.get(name) ?? []), ...ours.map(folderIn).filter((room) => room !== name)]));
    }
    return circles(rooms).map((way) => `${way.join(" -> ")} is a circle of rooms in ${house.folder}/.`);
  });

/** Every circle of a graph once, its first member repeated at the end. */
export function circles(targets: ReadonlyMap<string, Iterable<string>>): string[][] {
  const done = new Set<string>();
  const found: string[][] = [];
  const visit = (name: string, way: readonly string[]): void => {
    if (way.includes(name)) {
      found.push([...way.slice(way.indexOf(name)), name]);
      return;
    }
    if (done.has(name)) return;
    for (const target of targets.get(name) ?? []) visit(target, [...way, name]);
    done.add(name);
  };
  for (const name of targets.keys()) visit(name, []);
  return found;
}
