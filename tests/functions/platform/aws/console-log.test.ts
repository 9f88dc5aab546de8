import { afterEach, expect, it, vi } from "vitest";
import { consoleLog } from "../../../../functions/platform/aws/console-log.ts";

afterEach(() => vi.restoreAllMocks());

it.each(["info", "warn", "error"] as const)("writes one object at the level %s, for Lambda to structure", (level) => {
  const written = vi.spyOn(console, level).mockImplementation(() => {});
  consoleLog()[level]("event-parked", { eventId: "evt_1", tries: 5 });
  expect(written.mock.calls).toEqual([[{ event: "event-parked", eventId: "evt_1", tries: 5 }]]);
});

it("keeps its event even from facts that have one", () => {
  const written = vi.spyOn(console, "info").mockImplementation(() => {});
  consoleLog().info("event-parked", { event: "other" });
  expect(written.mock.calls).toEqual([[{ event: "event-parked" }]]);
});
