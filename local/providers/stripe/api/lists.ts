import type { Json } from "../shapes/shape.ts";
import { type Answer, ok } from "./answers.ts";

/** Part of a list, as `limit` and `starting_after` ask for it. */
export interface Page<T> {
  readonly entries: readonly T[];
  readonly hasMore: boolean;
}

const usualLimit = 10;
const largestLimit = 100;

/**
 * @param fits which of all are asked for. The page starts after one that need not be among them any more.
 * @returns undefined if nothing has the id after which the page was to start.
 */
export function pageOf<T extends { readonly id: string }>(
  all: readonly T[],
  form: URLSearchParams,
  fits: (entry: T) => boolean = () => true,
): Page<T> | undefined {
  const limit = Math.min(largestLimit, Number(form.get("limit") ?? usualLimit));
  const after = form.get("starting_after");
  const from = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
  if (after !== null && from === 0) return undefined;
  const following = all.slice(from).filter(fits);
  return { entries: following.slice(0, limit), hasMore: following.length > limit };
}

/** Stripe's list object of a page. */
export const listed = <T>({ entries, hasMore }: Page<T>, shape: (entry: T) => Json | undefined, url: string): Answer =>
  ok({ object: "list", data: entries.flatMap((entry) => shape(entry) ?? []), has_more: hasMore, url });
