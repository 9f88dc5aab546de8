import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contrast } from "../../../functions/appearance/contrast.ts";
import { type Locale, locales } from "../../../functions/appearance/locales.ts";
import { asks } from "../../../functions/dunning/message-kinds.ts";
import type { Ending } from "../../../functions/portal/copy/page-copy.ts";
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
  ask: "update-card",
  amount: "€49.00",
  partPaid: "",
  invoices: [{ amount: "€49.00", plan: "Orbit Team", failedOn: "5 January" }],
  invoiceCount: 1,
  total: "€49.00",
  paysFor: "subscription",
  plan: "Orbit Team",
  leaveDate: "",
  invoiceNumber: "",
  failedOn: "5 January",
  debitScheme: "",
  bankName: "",
  bankLast4: "",
  others: [],
  cardBrand: "Visa",
  cardLast4: "4242",
  declineReason: "The bank’s own sentence.",
  pauseDate: "Thursday, 22 January",
  endDate: "Tuesday, 3 February",
  formAction: "/update-payment?token=a.b",
  ...over,
});

const debit = {
  ask: "update-account",
  cardBrand: "",
  cardLast4: "",
  debitScheme: "SEPA",
  bankName: "Sparbanken",
  bankLast4: "3000",
} as const;
const several: Partial<UpdateView> = {
  invoices: [
    { amount: "€49.00", plan: "Orbit Team", failedOn: "5 January" },
    { amount: "€29.00", plan: "", failedOn: "6 January" },
    { amount: "€10.00", plan: "Orbit Storage", failedOn: "7 January" },
  ],
  invoiceCount: 3,
  total: "€88.00",
};
const once = { paysFor: "invoice", plan: "", pauseDate: "", invoiceNumber: "OR-17" } as const;
const leaving = { leaveDate: "Thursday, 5 February", pauseDate: "" };
const toConfirm = { ask: "confirm", formAction: "/update-payment?token=a.b&pay=case-1" } as const;
const ends = ["cancel-subscription", "mark-uncollectible", "leave-open", "cancelled"] as const;
const endedView = (locale: Locale, end: Ending, over: object = {}): UpdatePaymentView => ({
  ...{
    kind: "ended",
    ...frame(locale),
    end,
    day: "4 February",
    amount: "€49.00",
    plan: "Orbit Team",
    paysFor: "subscription",
  },
  ...over,
});
const savedView = (locale: Locale, over: object = {}): UpdatePaymentView => ({
  ...{ kind: "saved", ...frame(locale), means: "card", total: "€49.00", paysFor: "subscription", leaveDate: "" },
  ...{ cardBrand: "Visa", cardLast4: "1881", debitScheme: "", bankName: "", bankLast4: "" },
  ...over,
});

const viewsIn = (locale: Locale): UpdatePaymentView[] => [
  updateView(locale),
  ...asks.map((ask) => updateView(locale, { ask })),
  updateView(locale, debit),
  updateView(locale, several),
  updateView(locale, once),
  updateView(locale, leaving),
  updateView(locale, { ...toConfirm, partPaid: "€20.00" }),
  updateView(locale, {
    ...several,
    ...toConfirm,
    others: [{ amount: "€29.00", formAction: "/update-payment?token=a.b&pay=case-2" }],
  }),
  updateView(locale, { kind: "unchanged", otherWayAction: "/update-payment?token=a.b&pay=case-1" }),
  ...ends.map((end) => endedView(locale, end)),
  endedView(locale, "leave-open", { paysFor: "invoice", plan: "", payAction: "/update-payment?token=a.b&pay=case-1" }),
  savedView(locale),
  savedView(locale, { means: "account", cardBrand: "", cardLast4: "", bankLast4: "3000", debitScheme: "SEPA" }),
  savedView(locale, { means: "other", cardBrand: "", cardLast4: "" }),
  { kind: "withdrawn", ...frame(locale) },
  { kind: "processing", ...frame(locale) },
  { kind: "settled", ...frame(locale) },
  { kind: "expired", ...frame(locale) },
  { kind: "invalid", ...frame(locale) },
  { kind: "unavailable", ...frame(locale) },
  { kind: "unavailable", ...frame(locale), formAction: "/update-payment?token=a.b" },
  { kind: "thanks", ...frame(locale) },
];

const everyView = locales.flatMap(viewsIn);
const nameOf = (view: UpdatePaymentView, index: number) => `${index}, ${view.kind}, in ${view.locale}`;
const read = (view: UpdatePaymentView) => readMarkup(renderUpdatePaymentPage(view));

describe.each(everyView.map((view, index) => [nameOf(view, index), view] as const))("the page %s", (_, view) => {
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
    expect(rows({ ...several })).toBe(8);
    expect(rows({ partPaid: "€20.00", invoiceNumber: "OR-17" })).toBe(8);
    expect(rows(unknown)).toBe(1);
  });

  it("has no button once there is nothing to do", () => {
    for (const kind of ["settled", "withdrawn", "processing", "expired", "invalid", "thanks"] as const)
      expect(read({ kind, ...frame("en") }).tags.some(({ name }) => name === "button")).toBe(false);
  });
});

const goesOn = /carries on|działać|löper|照常继续/;
const subscription = /subscription|plan\b|subskrypcj|abonnemang|订阅/i;
const card = /\bcards?\b|\bkart[aęy]|\bkort\b|卡/i;

describe("a page is true", () => {
  it.each(locales)("of who leaves, of an invoice of its own and of a bank account, in %s", (locale) => {
    expect(read(updateView(locale)).text).toMatch(goesOn);
    expect(read(updateView(locale, leaving)).text).not.toMatch(goesOn);
    expect(read(updateView(locale, leaving)).text).toContain(leaving.leaveDate);
    expect(read(updateView(locale, once)).text).not.toMatch(subscription);
    expect(read(updateView(locale, once)).text).toContain("OR-17");
    expect(read(updateView(locale, debit)).text).not.toMatch(card);
    expect(read(updateView(locale, debit)).text).toMatch(/Sparbanken •••• 3000 \(SEPA\)|Sparbanken SEPA（尾号3000）/);
  });

  it.each(locales)("of several invoices: each is named, and all together, in %s", (locale) => {
    const { text } = read(updateView(locale, several));
    for (const fact of ["€49.00", "€29.00", "€10.00", "Orbit Storage", "7 January", "€88.00", "3"])
      expect(text).toContain(fact);
  });

  it.each(locales)("of what ended: what it was, when, and how to come back, in %s", (locale) => {
    const told = ends.map((end) => read(endedView(locale, end)).text);
    expect(new Set(told).size).toBe(ends.length);
    for (const text of told) {
      for (const fact of ["€49.00", "Orbit Team", "4 February"]) expect(text).toContain(fact);
      expect(text).not.toMatch(goesOn);
      expect(text).not.toMatch(/nothing left to pay|nic do zapłaty|inget kvar att betala|没有待付款项/);
      expect(text).not.toMatch(/Prefer to cancel|Wolisz zrezygnować|hellre säga upp|想取消订阅/);
    }
    const { tags } = read(endedView(locale, "cancel-subscription"));
    expect(
      tags.filter(({ name, attributes }) => name === "a" && attributes["href"] === "https://orbit.example"),
    ).toHaveLength(2);
    expect(read(endedView(locale, "mark-uncollectible", { paysFor: "invoice", plan: "" })).text).not.toMatch(
      subscription,
    );
  });

  it.each(locales)("of what is on file now, in %s", (locale) => {
    expect(read(savedView(locale)).text).toContain("1881");
    expect(read(savedView(locale, { leaveDate: "Thursday, 5 February" })).text).not.toMatch(goesOn);
    const unchanged = read(updateView(locale, { kind: "unchanged" }));
    expect(unchanged.text).toContain("4242");
    expect(unchanged.tags.some(({ name }) => name === "button")).toBe(true);
  });

  it("of more than one thing to do: the first stands out, each leads to its own", () => {
    const others = [{ amount: "€29.00", formAction: "/update-payment?token=a.b&pay=case-2" }];
    const updateInstead = { ask: "update-card", formAction: "/update-payment?token=a.b" } as const;
    const { tags, text } = read(updateView("en", { ...several, ...toConfirm, others, updateInstead }));
    expect(tags.filter(({ name }) => name === "form").map(({ attributes }) => attributes["action"])).toEqual([
      "/update-payment?token=a.b&pay=case-1",
      "/update-payment?token=a.b&pay=case-2",
      "/update-payment?token=a.b",
    ]);
    expect(tags.filter(({ name }) => name === "button").map(({ attributes }) => attributes["class"])).toEqual([
      undefined,
      "second",
      "second",
    ]);
    expect(text).toContain("Confirm the payment of €29.00");
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
          total: filled,
          invoices: [{ amount: filled, plan: filled, failedOn: filled }],
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
