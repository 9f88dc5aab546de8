import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contrast } from "../../../functions/appearance/contrast.ts";
import { type Locale, locales } from "../../../functions/appearance/locales.ts";
import {
  renderUpdatePaymentPage,
  type UpdatePaymentView,
  type UpdateView,
  updatePaymentPageHeaders,
} from "../../../functions/portal/update-payment-page.ts";
import { readMarkup } from "../../page/read-markup.ts";

const frame = (locale: Locale) => ({
  locale,
  company: { name: "Orbit", website: "https://orbit.example", accentColor: "#1f5f8b" },
  support: { email: "support@orbit.example", page: "https://orbit.example/billing-help" },
});

const updateView = (locale: Locale = "en", over: Partial<UpdateView> = {}): UpdateView => ({
  kind: "update",
  ...frame(locale),
  customerName: "Northwind Traders",
  amount: "€49.00",
  plan: "Orbit Team",
  cardBrand: "Visa",
  cardLast4: "4242",
  declineReason: "The bank’s own sentence.",
  pauseDate: "Thursday, 22 January",
  endDate: "Tuesday, 3 February",
  formAction: "/update-payment?token=a.b",
  ...over,
});

const viewsIn = (locale: Locale): UpdatePaymentView[] => [
  updateView(locale),
  { kind: "settled", ...frame(locale) },
  { kind: "expired", ...frame(locale) },
  { kind: "invalid", ...frame(locale) },
  { kind: "unavailable", ...frame(locale) },
  { kind: "unavailable", ...frame(locale), formAction: "/update-payment?token=a.b" },
  { kind: "thanks", ...frame(locale) },
];

const everyView = locales.flatMap(viewsIn);
const nameOf = (view: UpdatePaymentView) =>
  `${view.kind}${"formAction" in view ? " with a button" : ""} in ${view.locale}`;
const read = (view: UpdatePaymentView) => readMarkup(renderUpdatePaymentPage(view));

describe.each(everyView.map((view) => [nameOf(view), view] as const))("the page %s", (_, view) => {
  const source = renderUpdatePaymentPage(view);
  const { tags, text, unbalanced } = readMarkup(source);
  const named = (name: string) => tags.filter((tag) => tag.name === name);

  it("is a whole document in its reader's language", () => {
    expect(source.startsWith("<!doctype html>\n")).toBe(true);
    expect(unbalanced).toEqual([]);
    expect(named("html")[0]?.attributes["lang"]).toBe(view.locale === "zh" ? "zh-Hans" : view.locale);
    expect(named("h1")).toHaveLength(1);
    expect(named("main")).toHaveLength(1);
  });

  it("fetches nothing, runs nothing and weighs little", () => {
    expect(tags.filter(({ name }) => ["script", "link", "img", "iframe", "base"].includes(name))).toEqual([]);
    expect(source).not.toMatch(/url\(|@import| style="| on[a-z]+="/);
    expect(Buffer.byteLength(source)).toBeLessThan(50_000);
  });

  it("says how to reach a person and shows nothing unfilled", () => {
    expect(named("a").map(({ attributes }) => attributes["href"])).toContain("mailto:support@orbit.example");
    expect(named("a").map(({ attributes }) => attributes["href"])).toContain("https://orbit.example/billing-help");
    expect(text).not.toMatch(/undefined|null|\[object|\$\{/);
  });

  it("never shouts and never blames", () => {
    expect(text).not.toMatch(/[!！]|you failed|urgent/i);
  });
});

describe("a payment that waits for a card", () => {
  it.each(locales)("has one button that posts, and nothing else to press, in %s", (locale) => {
    const { tags } = read(updateView(locale));
    const forms = tags.filter(({ name }) => name === "form");
    expect(forms.map(({ attributes }) => attributes)).toEqual([
      { method: "post", action: "/update-payment?token=a.b" },
    ]);
    expect(tags.filter(({ name }) => name === "button" || name === "input")).toHaveLength(1);
  });

  it.each(locales)("says what, how much, which card and by when in %s", (locale) => {
    const { text } = read(updateView(locale));
    for (const fact of [
      "€49.00",
      "Orbit Team",
      "Visa",
      "4242",
      "Northwind Traders",
      "22 January",
      "3 February",
      "own sentence",
    ])
      expect(text).toContain(fact);
  });

  it("leaves out the rows of what is not known", () => {
    const unknown = {
      customerName: "",
      plan: "",
      cardBrand: "",
      cardLast4: "",
      declineReason: "",
      pauseDate: "",
      endDate: "",
    };
    const rows = (over: Partial<UpdateView>) =>
      read(updateView("en", over)).tags.filter(({ name }) => name === "dt").length;
    expect(rows({})).toBe(6);
    expect(rows({ cardLast4: "" })).toBe(5);
    expect(rows(unknown)).toBe(1);
  });

  it("has no button once there is nothing to do", () => {
    for (const kind of ["settled", "expired", "invalid", "thanks"] as const)
      expect(read({ kind, ...frame("en") }).tags.some(({ name }) => name === "button")).toBe(false);
  });
});

describe("values from outside", () => {
  const plain = read(updateView());
  const shapeOf = ({ tags }: ReturnType<typeof read>) =>
    tags.map(({ name, attributes }) => [name, ...Object.keys(attributes)]);

  it("stay text, whatever they hold", () => {
    const nasty = fc.oneof(
      fc.string(),
      fc.constantFrom(
        `"><script>alert(1)</script>`,
        `' onmouseover='x`,
        "</style><b>",
        "&lt;i&gt;",
        "🎉\r\n<!--",
        "$&",
      ),
    );
    fc.assert(
      fc.property(nasty, (value) => {
        const filled = value === "" ? "x" : value;
        const over = {
          customerName: filled,
          amount: filled,
          plan: filled,
          cardBrand: filled,
          cardLast4: filled,
          pauseDate: filled,
          endDate: filled,
        };
        const page = read(
          updateView("en", { ...over, declineReason: value, formAction: `/update-payment?token=${value}` }),
        );
        expect(shapeOf(page)).toEqual(shapeOf(plain));
        expect(page.unbalanced).toEqual([]);
        expect(page.text).toContain(filled);
      }),
    );
  });

  it("of the company stay text too", () => {
    const company = { name: `A & "B" <C>`, website: "https://orbit.example/?a=1&b='2'", accentColor: "#1f5f8b" };
    const page = read(updateView("en", { company }));
    expect(shapeOf(page)).toEqual(shapeOf(plain));
    expect(page.text).toContain(company.name);
    expect(page.tags.find(({ attributes }) => attributes["class"] === "company")?.attributes["href"]).toBe(
      company.website,
    );
  });
});

describe("the colour of the company", () => {
  const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);
  const named = (css: string, name: string) =>
    [...css.matchAll(new RegExp(`--${name}:(#[0-9a-f]{6})`, "g"))].map(([, value]) => value ?? "");

  it("reads well on both grounds, and its text on it, whatever it is", () => {
    fc.assert(
      fc.property(colour, (accentColor) => {
        const css = renderUpdatePaymentPage(updateView("en", { company: { ...frame("en").company, accentColor } }));
        const [accents, texts, sheets] = [named(css, "accent"), named(css, "on-accent"), named(css, "sheet")];
        expect(accents).toHaveLength(2);
        accents.forEach((accent, theme) => {
          expect(contrast(accent, sheets[theme] ?? "")).toBeGreaterThanOrEqual(4.5);
          expect(contrast(texts[theme] ?? "", accent)).toBeGreaterThanOrEqual(4.5);
        });
      }),
    );
  });

  it("stays itself where it reads well already", () => {
    expect(named(renderUpdatePaymentPage(updateView()), "accent")[0]).toBe("#1f5f8b");
  });
});

describe("the headers", () => {
  const headers = updatePaymentPageHeaders("#1f5f8b");

  it("allow exactly the page's own style", () => {
    const style = /<style>([\s\S]*)<\/style>/.exec(renderUpdatePaymentPage(updateView()))?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(headers["content-security-policy"]).toContain(`style-src 'sha256-${hash}'`);
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["content-security-policy"]).not.toContain("unsafe");
  });

  it("keep the token from caches and from other sites", () => {
    expect(headers).toMatchObject({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
  });
});
