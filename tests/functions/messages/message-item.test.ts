import { describe, expect, it } from "vitest";
import { claim } from "../../../functions/messages/ledger.ts";
import { messageItem, messageKeyOf, parseMessage } from "../../../functions/messages/message-item.ts";
import { sampleMessage } from "./sample-message.ts";
import storedBeforeRooms from "./stored/before-rooms.json" with { type: "json" };

const claimed = claim(sampleMessage, "2026-01-05T08:00:00.000Z", "PT1H");

describe("a stored message", () => {
  it("is read as it was written", () => {
    expect(parseMessage(messageItem(claimed, 3))).toEqual(claimed);
  });

  it.each([
    ["a purpose that there is not", { purpose: "gossip" }],
    ["a value that is neither text nor a whole number", { values: { attempts: 0.5 } }],
    ["no reason", { because: undefined }],
  ])("is not written with %s, which nobody could read again", (_, change) => {
    expect(() => messageItem(Object.assign({ ...claimed }, change), 3)).toThrow();
  });
});

describe.each(storedBeforeRooms)("a message stored before messages belonged to rooms, $sk", (item) => {
  const { body } = item;

  it("is about its case, and says what it said", () => {
    const { caseId, variables, ...rest } = body;
    expect(parseMessage(item)).toEqual({
      ...rest,
      about: { room: "dunning", id: caseId },
      purpose: body.name === "hand-over" ? "staff" : "billing-notice",
      because: "Why it was written was not kept at the time.",
      values: variables,
    });
  });

  it("keeps its place and its review when it is saved again", () => {
    const saved = messageItem(parseMessage(item), item.rev);
    expect(saved).toMatchObject({ pk: item.pk, sk: item.sk, rev: item.rev, kind: item.kind });
    expect(saved.due).toEqual("due" in item ? item.due : undefined);
    expect(messageKeyOf(parseMessage(saved))).toEqual({ pk: item.pk, sk: item.sk });
  });
});
