import { type Content, html, type Markup } from "../../functions/appearance/html.ts";
import type { SandboxWorld } from "../views/sandbox-world.ts";
import { clockBar } from "./clock-bar.ts";

const pages = [
  ["/", "Overview"],
  ["/cases", "Cases"],
  ["/mails", "Mail"],
] as const;

/** One page of the sandbox inside its frame. */
export interface Page {
  readonly title: string;
  /** Path and query, so that the clock leads back to it. */
  readonly path: string;
  readonly content: Markup;
}

function navigation(path: string): Content {
  const [area = ""] = path.slice(1).split(/[/?]/);
  const link = ([href, label]: (typeof pages)[number]) => {
    const current = href === path ? "page" : href === `/${area}` ? "true" : false;
    return html`<li><a href="${href}"${current && html` aria-current="${current}"`}>${label}</a></li>`;
  };
  return html`<nav class="masthead" aria-label="Pages"><p class="product"><b>Holdfast</b> sandbox</p><ul class="pages">${pages.map(link)}</ul></nav>`;
}

/** The whole document: the clock on top, the way around, and the page's own content. */
export function frame(world: SandboxWorld, { title, path, content }: Page): string {
  // Without a script the page reloads itself while time is moving.
  const reload = world.busy() && html`<noscript><meta http-equiv="refresh" content="1"></noscript>\n`;
  return `${html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – Holdfast sandbox</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/sandbox.css">
<script src="/sandbox.js" type="module"></script>
${reload}</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
${clockBar(world, path)}
${navigation(path)}
<main id="content" tabindex="-1">
${content}
</main>
</body>
</html>
`}`;
}
