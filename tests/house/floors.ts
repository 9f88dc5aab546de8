/** A room and where it stands: 0 is the ground. */
export interface Room {
  readonly name: string;
  readonly floor: number;
}

/** A folder whose rooms stand on floors. */
export interface House {
  readonly folder: string;
  /** The files that lie in no room. */
  readonly entries?: readonly string[];
  /** Files that stand above every floor: they wire the rooms together, and nobody imports them. */
  readonly isWiring: (path: string) => boolean;
  /** Lowest floor first, and within a floor from left to right. A room imports only what stands before it. */
  readonly floors: readonly (readonly string[])[];
}

const functions: House = {
  folder: "functions",
  isWiring: (path) => path.endsWith(".lambda.ts"),
  floors: [
    ["platform", "appearance"],
    ["timing", "billing", "links", "segments"],
    ["providers"],
    ["messages", "contact"],
    ["dunning"],
    ["ingest", "sweep", "portal", "policy"],
  ],
};

const commands = ["local/sandbox.ts", "local/cases.ts"];

const local: House = {
  folder: "local",
  entries: commands,
  isWiring: (path) => commands.includes(path),
  floors: [["engine"], ["providers"], ["population", "replay"], ["views"], ["page"], ["world"], ["run"]],
};

/** The one table of rooms; CONTRIBUTING.md shows it. */
export const houses: readonly House[] = [functions, local];

/** Every room of a house in order: each imports only those before it. */
export const roomsOf = ({ floors }: House): readonly Room[] =>
  floors.flatMap((names, floor) => names.map((name) => ({ name, floor })));

export const houseOf = (path: string): House | undefined =>
  houses.find(({ folder }) => path === folder || path.startsWith(`${folder}/`));

/** What CONTRIBUTING.md says a room may import: ``floor 0, `timing` ``. */
export function mayImport(house: House, name: string): string {
  const floor = house.floors.findIndex((names) => names.includes(name));
  const names = house.floors[floor] ?? [];
  const below = ["", "floor 0", "floors 0 and 1"][floor] ?? `floors 0 to ${floor - 1}`;
  const left = names.slice(0, names.indexOf(name)).map((room) => `\`${room}\``);
  return [below, ...left].filter((part) => part !== "").join(", ") || "no other room";
}
