import { describe, expect, it } from "vitest";
import { slice } from "../../../local/page/paging.ts";
import { linesOf } from "../../../local/page/story.ts";
import { actInWords, count, lineInWords } from "../../../local/page/wording.ts";
import { sampleWorld } from "./sample-world.ts";

async function sampleStory() {
  const story = await sampleWorld().case("stripe-in_1");
  if (story === undefined) throw new Error("The sample world lost its second case.");
  return story;
}

describe("the story of a case", () => {
  it("tells each mail with the line that wrote it", async () => {
    const letters = linesOf(await sampleStory()).filter(({ tone }) => tone === "letter");
    expect(letters.map(({ reason, mail }) => [reason, mail?.mailId])).toEqual([
      [`Wrote "payment-failed".`, "mail-1-0"],
      [`Wrote "payment-reminder".`, "mail-1-1"],
    ]);
  });

  it("leaves out no mail, even one no line speaks of", async () => {
    const story = await sampleStory();
    const timeline = story.timeline.filter(({ what }) => what !== "message");
    const told = linesOf({ ...story, timeline });
    expect(told.flatMap(({ mail }) => mail?.mailId ?? [])).toEqual(["mail-1-0", "mail-1-1"]);
    expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).toSorted());
  });

  it("does not give one mail to two lines", async () => {
    const story = await sampleStory();
    const timeline = story.timeline.flatMap((entry) => (entry.what === "message" ? [entry, entry] : [entry]));
    expect(linesOf({ ...story, timeline }).filter(({ mail }) => mail !== undefined)).toHaveLength(2);
  });
});

describe("words", () => {
  it("stand for what the cases write, and unknown literals are still words", () => {
    expect(lineInWords("opened")).toEqual(["Payment failed", "trouble"]);
    expect(lineInWords("something-new")).toEqual(["Something new", "quiet"]);
    expect(lineInWords("constructor")).toEqual(["Constructor", "quiet"]);
    expect(actInWords("warn-of-pause")).toBe("Warns of the pause");
    expect(actInWords("toString")).toBe("ToString");
  });

  it("count", () => {
    expect([count(1, "mail"), count(0, "mail"), count(1204, "event")]).toEqual(["1 mail", "0 mails", "1,204 events"]);
  });
});

describe("a long list", () => {
  const all = Array.from({ length: 45 }, (_, index) => index);

  it.each([
    [undefined, 1, 0],
    ["2", 2, 20],
    ["3", 3, 40],
    ["99", 3, 40],
    ["-1", 1, 0],
    ["x", 1, 0],
  ])("asked for page %s shows page %d from item %d", (wanted, page, first) => {
    const shown = slice(all, wanted, 20);
    expect([shown.page, shown.pages, shown.items[0]]).toEqual([page, 3, first]);
  });

  it("is one page when there is nothing", () => {
    expect(slice([], "7", 20)).toEqual({ items: [], page: 1, pages: 1 });
  });
});
