import { readdirSync, readFileSync } from "node:fs";

/** `legacy`: API version 2020-08-27, before the change of 2025-03-31; `current`: the version the adapter is pinned to. */
export type Shape = "legacy" | "current";

const folder = (shape: Shape) => new URL(`fixtures/${shape}/`, import.meta.url);

/** A Stripe event as it is sent, by its type. */
export const fixture = (shape: Shape, name: string): unknown =>
  JSON.parse(readFileSync(new URL(`${name}.json`, folder(shape)), "utf8"));

/** The types of which there is an event in that shape. */
export const fixtureNames = (shape: Shape): string[] =>
  readdirSync(folder(shape))
    .map((file) => file.replace(/\.json$/, ""))
    .sort();
