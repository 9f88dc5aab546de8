import { describe, expect, it } from "vitest";
import { checkedValues } from "../../../functions/messages/checked-values.ts";
import { defineMessage } from "../../../functions/messages/message-kind.ts";
import { count, link, list, mayBeEmpty, oneOf, shown, since } from "../../../functions/messages/values.ts";
import { TerminalError } from "../../../functions/platform/errors.ts";

const kind = defineMessage({
  name: "trial-ends",
  purpose: "legal-notice",
  audience: "payer",
  channels: ["email"],
  values: { plan: shown, nickname: mayBeEmpty, days: count, outcome: oneOf(["renews", "ends"]), actionUrl: link },
});
const frame = { companyName: "Orbit", supportEmail: "help@orbit.example", supportPage: "https://orbit.example/help" };
const own = { plan: "Pro", nickname: "", days: 7, outcome: "renews", actionUrl: "https://orbit.example/plan" };

describe("the values of a message", () => {
  it("are those of its kind and of the frame, and no others", () => {
    const values = checkedValues(kind, { ...frame, ...own, handOverReason: "for somebody else" });
    expect(values).toEqual({ ...frame, ...own });
    const outcome: "renews" | "ends" = values.outcome;
    const days: number = values.days;
    expect([outcome, days]).toEqual(["renews", 7]);
  });

  it.each([
    ["a text that must be shown and is empty", { plan: "" }, "plan: must not be empty"],
    ["a link to nowhere", { actionUrl: "" }, "actionUrl: must not be empty"],
    ["a frame without its company", { companyName: "" }, "companyName: must not be empty"],
    ["half a day", { days: 7.5 }, "days: "],
    ["a count in words", { days: "seven" }, "days: "],
    ["a choice that there is not", { outcome: "explodes" }, "outcome: "],
  ])("are refused with %s, naming the message and the value", (_, change, fault) => {
    const wrong = () => checkedValues(kind, { ...frame, ...own, ...change });
    expect(wrong).toThrow(TerminalError);
    expect(wrong).toThrow(`The message trial-ends cannot be written: ${fault}`);
  });

  it("may lack what its kind did not have when the letter was claimed", () => {
    const { mayGoUnsaid, ...rest } = kind;
    const grown = defineMessage({
      ...rest,
      values: {
        ...kind.values,
        tone: since(oneOf(["plain", "warm"]), "plain"),
        days: since(count, 1),
        items: since(list(["name"]), []),
      },
    });
    const { days, ...claimed } = own;
    expect(checkedValues(grown, { ...frame, ...claimed })).toMatchObject({ tone: "plain", days: 1, items: [] });
    expect(checkedValues(grown, { ...frame, ...own, items: [{ name: "a", more: "b" }] }).items).toEqual([
      { name: "a" },
    ]);
    expect(() => checkedValues(grown, { ...frame, ...own, tone: "loud" })).toThrow("tone: ");
    expect(() => checkedValues(grown, { ...frame, ...own, items: [{}] })).toThrow("items.0.name: ");
  });

  it("are refused if one is missing", () => {
    const { plan, ...rest } = own;
    expect(() => checkedValues(kind, { ...frame, ...rest })).toThrow("cannot be written: plan: ");
  });
});
