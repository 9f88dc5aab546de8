import { describe, expect, it } from "vitest";
import { compileLine } from "../../../emails/compile/line.ts";
import { readInlineMarkdown } from "../../../emails/compile/markdown.ts";
import type { Locale } from "../../../functions/appearance/locales.ts";
import { type DunningValues, messageKinds } from "../../../functions/dunning/message-kinds.ts";
import type { Markup } from "../../../functions/messages/catalogue.ts";
import { frameValues } from "../../../functions/messages/message-kind.ts";
import { digits, plural } from "../../../functions/messages/plural.ts";
import { bareVariables, sampleVariables } from "../../functions/messages/sample-message.ts";

const origin = { file: "emails/test/en.md", place: "text" };
const values = { ...frameValues, ...messageKinds["hand-over"].values };
const vocabulary = { values, mustUse: [] };
const markup: Markup = {
  bold: "<b>",
  endBold: "</b>",
  newline: "|",
  link: (url) => `<${url}>`,
  endLink: () => "</>",
};

/** What a line of copy says, by way of the source it is compiled to. */
function said(copy: string, values: DunningValues = sampleVariables, locale: Locale = "en"): string {
  const setting = { origin, locale, vocabulary };
  const { code } = compileLine(readInlineMarkdown(copy, setting), setting);
  const line: unknown = new Function("plural", "digits", `return ${code}`)(plural, digits);
  if (typeof line !== "function") throw new TypeError("A line compiles to a function.");
  return String(line(values, markup));
}

describe("a line of copy", () => {
  it("says values, bold text, links and line breaks in the medium's own way", () => {
    expect(said("Pay **{amount}** [here]({actionUrl}) or [write](mailto:{supportEmail}).  \nBye")).toBe(
      "Pay <b>€49.00</b> <https://holdfast.example/pay/abc.def>here</> or <mailto:support@orbit.example>write</>.|Bye",
    );
  });

  it("chooses the wording for a value that is missing", () => {
    const copy = "for {plan, select, none {your subscription} other {**{plan}**}}";
    expect(said(copy)).toBe("for <b>Orbit Pro</b>");
    expect(said(copy, bareVariables)).toBe("for your subscription");
  });

  it("is not misled by a plan that is called none", () => {
    expect(said("{plan, select, none {-} other {{plan}}}", { ...sampleVariables, plan: "none" })).toBe("none");
  });

  it("chooses between the ends of a case", () => {
    const copy =
      "{endKind, select, cancel_subscription {ends} mark_uncollectible {closes} none {goes on} other {stops}}";
    const end = (endKind: DunningValues["endKind"]) => said(copy, { ...sampleVariables, endKind });
    expect([end("cancel-subscription"), end("mark-uncollectible"), end("leave-open"), end("")]).toEqual([
      "ends",
      "closes",
      "stops",
      "goes on",
    ]);
  });

  it("counts, also within a choice", () => {
    const copy = "{plan, select, none {} other {{attempts, plural, =0 {never} one {# time} other {# times}}}}";
    const count = (attempts: number) => said(copy, { ...sampleVariables, attempts });
    expect([count(0), count(1), count(1234)]).toEqual(["never", "1 time", "1,234 times"]);
  });

  it("keeps signs that mean something in source text", () => {
    expect(said(["back\\\\slash $", "{amount} costs $5"].join(""))).toBe("back\\slash $€49.00 costs $5");
  });

  it("may be bold beside letters that know no spaces", () => {
    expect(said("支付的**{amount}**未能扣款", sampleVariables, "zh")).toBe("支付的<b>€49.00</b>未能扣款");
  });

  it("runs on where the writer broke it: with a space, in Chinese without", () => {
    expect(said("one\ntwo")).toBe("one two");
    expect(said("付款\n成功", sampleVariables, "zh")).toBe("付款成功");
  });

  it("leaves no Polish word of one letter at the end of a line", () => {
    expect(said("Płatność z {failedOn} i w banku", sampleVariables, "pl")).toBe(
      "Płatność z\u00A05 January i\u00A0w\u00A0banku",
    );
  });
});
