import { html, type Markup } from "../../functions/appearance/html.ts";
import { type Instant, msBetween } from "../../functions/platform/instant.ts";
import type { Progress, SandboxWorld } from "../views/sandbox-world.ts";
import { dayMs, dayNumber, longDay, shortTime, timeOfDay } from "./dates.ts";
import { count } from "./wording.ts";

/** The steps under the operator's hand. */
export const clockSteps = [
  { by: "PT1H", label: "+1 hour" },
  { by: "P1D", label: "+1 day" },
  { by: "P7D", label: "+1 week" },
  { by: "end", label: "To the end" },
] as const;

/** How far the story has come: `Day 17 of 60`. */
function day(world: SandboxWorld): string {
  const days = Math.round(msBetween(world.startedAt, world.endsAt) / dayMs);
  const today = dayNumber(world.startedAt, world.now(), "UTC");
  return today >= days ? `Day ${today}, the end of the story` : `Day ${today} of ${days}`;
}

/** How much of the story lies behind `now`, 0 to 1. */
export function storyShare(world: SandboxWorld, now: Instant): number {
  const wholeMs = msBetween(world.startedAt, world.endsAt);
  return wholeMs > 0 ? Math.min(1, msBetween(world.startedAt, now) / wholeMs) : 1;
}

/** One line about an advance under way. */
export const progressInWords = (progress: Progress): string =>
  [
    `Playing until ${shortTime(progress.until, "UTC")}`,
    count(progress.eventsReceived, "event"),
    `${count(progress.openCases, "case")} open`,
    `${progress.recoveredCases} recovered`,
    count(progress.mailsSent, "mail"),
  ].join(" · ");

/** The time, where the story stands, and the four buttons. */
export function clockBar(world: SandboxWorld, path: string): Markup {
  const now = world.now();
  const busy = world.busy();
  const button = ({ by, label }: (typeof clockSteps)[number]) =>
    html`<button name="by" value="${by}"${by === "end" && now >= world.endsAt && html` disabled`}>${label}</button>\n`;
  return html`<header class="clock" data-busy="${String(busy)}">
<div class="clock-row">
<p class="face"><time datetime="${now}"><span class="time">${timeOfDay(now, "UTC")}</span> <span class="date">${longDay(now, "UTC")}, UTC</span></time></p>
<p class="progress" role="status">${busy ? "Playing …" : day(world)}</p>
<form method="post" action="/clock" aria-label="Move the clock">
<input type="hidden" name="back" value="${path}">
${clockSteps.map(button)}</form>
</div>
<progress max="1" value="${storyShare(world, now)}" aria-label="Share of the story played"></progress>
</header>`;
}
