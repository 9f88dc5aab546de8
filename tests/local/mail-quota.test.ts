import { expect, it } from "vitest";
import { createWorld } from "../../local/world/world.ts";
import { fairWeather } from "../../local/world/world-options.ts";
import { brokenLaws } from "./world-laws.ts";

it("a mail service that takes few letters a day gets the urgent ones first, and cases say why theirs wait", async () => {
  const world = await createWorld({ ...fairWeather, customers: 120, mailQuota: { perSecond: 1, perDay: 3 } });
  try {
    await world.advance("P80D");
    expect(brokenLaws(world)).toEqual([]);
    const held = world
      .dunningCases()
      .flatMap(({ timeline }) => timeline.filter(({ what, reason }) => what === "held" && reason.includes("takes 3")));
    expect(held.length).toBeGreaterThan(0);
    expect(held[0]?.reason).toMatch(/^"[a-z-]+" is held: the mail service takes 3 letters in 24 hours, and /);
    const timesOf = (name: string) =>
      held.filter(({ reason }) => reason.startsWith(`"${name}"`)).reduce((sum, { times = 1 }) => sum + times, 0);
    expect(timesOf("recovered")).toBeGreaterThan(timesOf("pause-warning"));
    expect(world.embedded.tally.log.count("mail-service-busy")).toBe(0);
  } finally {
    await world.stop();
  }
});
