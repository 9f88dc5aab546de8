import { html, type Markup } from "../../functions/appearance/html.ts";

/** One page of a list that may be long. */
export interface Slice<T> {
  readonly items: readonly T[];
  /** From 1. */
  readonly page: number;
  readonly pages: number;
}

/** The page asked for, or the nearest there is; `wanted` is what stands in the address. */
export function slice<T>(all: readonly T[], wanted: string | undefined, size: number): Slice<T> {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const asked = Number.parseInt(wanted ?? "1", 10);
  const page = Math.min(pages, Math.max(1, Number.isNaN(asked) ? 1 : asked));
  return { items: all.slice((page - 1) * size, page * size), page, pages };
}

/** Links to the neighbours; nothing if there is one page only. */
export function pager({ page, pages }: Slice<unknown>, hrefOf: (page: number) => string): Markup | false {
  if (pages === 1) return false;
  const link = (to: number, label: string, rel: string) =>
    to >= 1 && to <= pages ? html`<a href="${hrefOf(to)}" rel="${rel}">${label}</a>` : html`<span></span>`;
  return html`<nav class="pager" aria-label="Pages of this list">${link(page - 1, "Newer", "prev")}<span>Page ${page} of ${pages}</span>${link(page + 1, "Older", "next")}</nav>`;
}
