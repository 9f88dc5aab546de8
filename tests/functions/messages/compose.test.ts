import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contrast } from "../../../functions/appearance/contrast.ts";
import { escapeHtml } from "../../../functions/appearance/html.ts";
import { locales } from "../../../functions/appearance/locales.ts";
import { compose } from "../../../functions/dunning/dunning-messages.ts";
import { type DunningValues, messageNames } from "../../../functions/dunning/message-kinds.ts";
import { mapTexts } from "../../../functions/messages/values.ts";
import { bareVariables, sampleBrand, sampleVariables } from "./sample-message.ts";

const anyName = fc.constantFrom(...messageNames);
const anyLocale = fc.constantFrom(...locales);
const nasty = fc.oneof(
  fc.string({
    unit: fc.constantFrom(..."<>&\"'`{}$[]()=/\\ \r\n\t\u0000\u2028\u202Eaé王", "👩‍🚀"),
    minLength: 1,
    maxLength: 40,
  }),
  fc.constantFrom(
    `"><script>alert('1')</script>`,
    "A\r\nBcc: everyone@victim.example",
    "👩‍👩‍👧 & Söhne <b>",
    "\u202Egnp.exe\u0000\u2028",
    `$${"{v.amount}"} \`{plan}\` [[footer]] $& $1`,
    "lone \uD800 surrogate",
  ),
);

const tagsOf = (html: string) => html.match(/<[a-z!/][^>]*>/gi)?.map((tag) => tag.split(/[\s>]/)[0]) ?? [];

describe("compose: any value", () => {
  it("changes neither the structure of the HTML nor the number of header lines", () => {
    fc.assert(
      fc.property(anyName, anyLocale, nasty, (name, locale, text) => {
        const { endKind, ask, paysFor, otherWays } = sampleVariables;
        const change = (value: string) => (["", endKind, ask, paysFor, otherWays].includes(value) ? value : `x${text}`);
        const changed = (values: DunningValues) => mapTexts(values, change);
        const values = { ...sampleVariables, invoices: [...sampleVariables.invoices, ...sampleVariables.invoices] };
        const mail = compose(name, locale, changed(values), sampleBrand);
        const plain = compose(
          name,
          locale,
          mapTexts(values, (value) => (change(value) === value ? value : "x")),
          sampleBrand,
        );
        expect(tagsOf(mail.html)).toEqual(tagsOf(plain.html));
        expect(mail.subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202A-\u202E]/u);
        expect(mail.preheader).not.toMatch(/[\p{Cc}\u2028\u2029\u202A-\u202E]/u);
        expect(mail.text.split("\n")).toHaveLength(plain.text.split("\n").length);
        expect(mail.html.isWellFormed() && mail.subject.isWellFormed() && mail.text.isWellFormed()).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("is shown as it was written", () => {
    const greetName = `Zoë "Z" <O'Neill> & 王小明 👩‍🚀`;
    const { html, text } = compose("payment-failed", "en", { ...sampleVariables, greetName }, sampleBrand);
    expect(html).toContain(`Hi ${escapeHtml(greetName)},`);
    expect(html).not.toContain("<O'Neill>");
    expect(text).toContain(`Hi ${greetName},`);
  });

  it("cannot leave an attribute of a link", () => {
    const actionUrl = `https://x.example/"onmouseover="alert(1)`;
    const { html } = compose("payment-failed", "en", { ...sampleVariables, actionUrl }, sampleBrand);
    expect(html).not.toContain(`"onmouseover`);
  });

  it("that came later may be missing in a letter that was claimed before: it says what such letters said", () => {
    const { greetName, partPaid, invoices, invoiceCount, total, paysFor, leaveDate, invoiceNumber, ...rest } =
      sampleVariables;
    const { ask, debitScheme, bankLast4, customerEmail, customerPhone, customerPage, ...before } = rest;
    for (const name of messageNames) {
      const old = compose(name, "en", before, sampleBrand);
      const now = compose(name, "en", { ...sampleVariables, greetName: "" }, sampleBrand);
      expect([old.subject, old.preheader]).toEqual([now.subject, now.preheader]);
      if (name !== "hand-over") expect(old.text).toBe(now.text);
    }
  });

  it("of a company's own is escaped too", () => {
    const brand = { ...sampleBrand, companyName: "Fish & <Chips>", postalAddress: "1 <High> Street" };
    const { html } = compose("recovered", "en", sampleVariables, brand);
    expect(html).toContain("Fish &amp; &lt;Chips&gt;, 1 &lt;High&gt; Street");
  });
});

describe("compose: the HTML", () => {
  const html = (locale: (typeof locales)[number] = "en", accentColor = sampleBrand.accentColor) =>
    compose("payment-failed", locale, sampleVariables, { ...sampleBrand, accentColor }).html;

  it.each([
    ["en", "en"],
    ["pl", "pl"],
    ["sv", "sv"],
    ["zh", "zh-Hans"],
  ] as const)("names its language, %s", (locale, language) => {
    expect(html(locale)).toContain(`<html lang="${language}"`);
  });

  it("has one button, and the same link as text beneath it", () => {
    const links = Array.from(html().matchAll(/<a\s+href="([^"]*)"[^>]*>([^<]*)<\/a>/g), ([, href, label]) => [
      href,
      label?.trim(),
    ]);
    const action = links.filter(([href]) => href === sampleVariables.actionUrl);
    expect(action).toEqual([
      [sampleVariables.actionUrl, "Update your card"],
      [sampleVariables.actionUrl, sampleVariables.actionUrl],
    ]);
  });

  it("loads nothing from elsewhere", () => {
    expect(html()).not.toMatch(/<img|<link|@import|url\(|<script|src=/i);
  });

  it("knows the dark scheme, and no text below 16 pixels but the hidden preheader", () => {
    expect(html()).toContain(`<meta name="color-scheme" content="light dark"`);
    expect(html()).toContain("@media (prefers-color-scheme: dark)");
    const visible = html()
      .replace(/<div style="display:none.*?<\/div>/s, "")
      .replace(/\/\*.*?\*\/|<!--.*?-->/gs, "");
    const sizes = Array.from(visible.matchAll(/font-size:\s*(\d+)px/g), ([, size]) => Number(size)).filter(
      (size) => size > 0,
    );
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(16);
  });

  it("puts the preheader before anything else, hidden", () => {
    const { html: mail, preheader } = compose("payment-failed", "en", sampleVariables, sampleBrand);
    expect(mail).toMatch(new RegExp(`display:none[^>]*>${preheader}<`));
    expect(mail.indexOf(preheader)).toBeLessThan(mail.indexOf("Hi Grace"));
  });

  it("is legible whatever the accent colour, in both schemes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) => {
        const mail = html("en", `#${value.toString(16).padStart(6, "0")}`);
        const [, light = ""] = /\na \{ color: (#\w{6});/.exec(mail) ?? [];
        const [, button = "", label = ""] = /<a\s[^>]*background:(#\w{6});color:(#\w{6});/.exec(mail) ?? [];
        const [, dark = "", onDark = ""] =
          /\.button a \{ background: (#\w{6}) !important; color: (#\w{6})/.exec(mail) ?? [];
        expect(contrast(light, "#ffffff")).toBeGreaterThanOrEqual(4.5);
        expect(contrast(button, label)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(dark, "#191d21")).toBeGreaterThanOrEqual(4.5);
        expect(contrast(dark, onDark)).toBeGreaterThanOrEqual(4.5);
      }),
      { numRuns: 200 },
    );
  });

  it("leaves out facts nobody knows", () => {
    const bare = compose("payment-failed", "en", bareVariables, sampleBrand).html;
    expect(bare).toContain(">Amount</th>");
    for (const label of ["Plan", "Card", "Next attempt"]) {
      expect(html()).toContain(`>${label}</th>`);
      expect(bare).not.toContain(`>${label}</th>`);
    }
  });
});

describe("compose: the text", () => {
  it("is written to be read", () => {
    expect(compose("payment-failed", "en", sampleVariables, sampleBrand).text).toBe(`Hi Grace,

Your payment of €49.00 for Orbit Pro didn’t go through on 5 January; it happens to cards all the time, and your subscription carries on as usual. Please check or change your card before Monday, 12 January, when we’ll try again.

Your bank says so. If it’s easier, you can use a different card.

Amount: €49.00
Plan: Orbit Pro
Card: Visa •••• 4242
Unpaid since: 5 January
Next attempt: Monday, 12 January

Update your card:
https://holdfast.example/pay/abc.def

If you’ve sorted it out already, there’s nothing more to do.

Thanks for being with us,
Maja at Orbit

-- 
To cancel, to ask for a refund or for anything else about billing, reply to this e-mail, write to support@orbit.example or see Orbit billing help (https://orbit.example/billing-help).
Orbit AB, Storgatan 1, 111 23 Stockholm, Sweden
`);
  });

  it("names each of several invoices, and what they come to", () => {
    const invoices = [
      { amount: "€49.00", plan: "Orbit Pro", failedOn: "5 January" },
      { amount: "€29.00", plan: "", failedOn: "6 January" },
    ];
    const several = { ...sampleVariables, invoices, invoiceCount: 2, total: "€78.00" };
    const { subject, text, html } = compose("payment-failed", "en", several, sampleBrand);
    expect(subject).toBe("2 Orbit payments, €78.00, did not go through");
    expect(text).toContain("Your 2 payments to Orbit, €78.00 in all, didn’t go through");
    expect(text).toContain("\nOrbit Pro, 5 January: €49.00\nInvoice, 6 January: €29.00\nTotal: €78.00\nCard: Visa");
    expect(html).toContain(">Orbit Pro, 5 January</th>");
  });

  it("has a full-width colon in Chinese", () => {
    const { text } = compose("payment-failed", "zh", sampleVariables, sampleBrand);
    expect(text).toContain("金额：€49.00");
    expect(text).toContain("更新银行卡：\nhttps://holdfast.example/pay/abc.def");
    expect(text).toContain("Orbit账单帮助页面（https://orbit.example/billing-help）。");
  });

  it("counts in the language's own plural", () => {
    const charges = (locale: (typeof locales)[number], attempts: number) =>
      compose("hand-over", locale, { ...sampleVariables, attempts } satisfies DunningValues, sampleBrand).text;
    expect(charges("en", 1)).toContain("1 failed charge\n");
    expect(charges("en", 2)).toContain("2 failed charges\n");
    expect(charges("pl", 1)).toContain("1 nieudana próba\n");
    expect(charges("pl", 3)).toContain("3 nieudane próby\n");
    expect(charges("pl", 5)).toContain("5 nieudanych prób\n");
    expect(charges("pl", 22)).toContain("22 nieudane próby\n");
    expect(charges("sv", 1)).toContain("1 misslyckat försök\n");
    expect(charges("zh", 4)).toContain("失败4次\n");
  });
});
