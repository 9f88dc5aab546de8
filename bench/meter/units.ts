import { isDeepStrictEqual } from "node:util";
import type { Attributes } from "../../functions/platform/aws/item-attributes.ts";
import { itemBytes } from "./item-bytes.ts";

/** An index as far as it decides what is charged. */
export interface IndexShape {
  readonly name: string;
  /** An item without all of these is not in the index. */
  readonly keys: readonly string[];
  /** The names of the attributes in it, or all of them. */
  readonly projects: "ALL" | readonly string[];
}

/** An item before and after a write; undefined: there was, or is, none. */
export interface Change {
  readonly before: Attributes | undefined;
  readonly after: Attributes | undefined;
}

const kilobytesUp = (bytes: number, step: number): number => Math.max(1, Math.ceil(bytes / 1024 / step));

/** What an index holds of an item; undefined: nothing. */
export function entryOf(item: Attributes | undefined, { keys, projects }: IndexShape): Attributes | undefined {
  if (item === undefined || keys.some((name) => item[name] === undefined)) return undefined;
  return projects === "ALL"
    ? item
    : Object.fromEntries(Object.entries(item).filter(([name]) => projects.includes(name)));
}

/**
 * Write request units of a write to a table: one for each KB, begun, of the larger of the item before and after. One that
 * was refused, its condition not met, costs what the item that refused it does: pass that as both.
 */
export const tableWriteUnits = ({ before, after }: Change): number =>
  kilobytesUp(Math.max(before ? itemBytes(before) : 0, after ? itemBytes(after) : 0), 1);

/**
 * Write request units that the same write costs in an index: none if its entry stays as it was; one write if it comes, goes
 * or changes; two if its key changes, since the old entry goes and a new one comes.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html, "Write capacity units"
 */
export function indexWriteUnits({ before, after }: Change, index: IndexShape): number {
  const [gone, come] = [entryOf(before, index), entryOf(after, index)];
  const units = (entry: Attributes) => kilobytesUp(itemBytes(entry), 1);
  if (gone === undefined || come === undefined) return (gone ? units(gone) : 0) + (come ? units(come) : 0);
  if (isDeepStrictEqual(gone, come)) return 0;
  const keyChanged = index.keys.some((name) => !isDeepStrictEqual(gone[name], come[name]));
  return keyChanged ? units(gone) + units(come) : Math.max(units(gone), units(come));
}

/** Read request units of one GetItem or one page of a Query: for 4 KB of all it read one, or half if it may be stale. */
export const readUnits = (bytes: number, consistent: boolean): number => kilobytesUp(bytes, 4) * (consistent ? 1 : 0.5);
