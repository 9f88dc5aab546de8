import { describe, expect, it } from "vitest";
import { type Locale, locales } from "../../functions/appearance/locales.ts";
import { compose } from "../../functions/dunning/dunning-messages.ts";
import { type DunningValues, endKinds, type MessageName, messageNames } from "../../functions/dunning/message-kinds.ts";
import { sampleBrand, sampleVariables } from "../functions/messages/sample-message.ts";

const native: Readonly<Record<Locale, Partial<DunningValues>>> = {
  en: {},
  pl: {
    amount: "49,00\u00A0€",
    failedOn: "5\u00A0stycznia",
    nextDate: "12\u00A0stycznia (poniedziałek)",
    pauseDate: "20\u00A0stycznia (wtorek)",
    endDate: "30\u00A0stycznia (piątek)",
    declineReason: "Bank odrzucił płatność i nie podał przyczyny.",
  },
  sv: {
    amount: "49,00\u00A0€",
    failedOn: "5\u00A0januari",
    nextDate: "måndagen den 12\u00A0januari",
    pauseDate: "tisdagen den 20\u00A0januari",
    endDate: "fredagen den 30\u00A0januari",
    declineReason: "Banken nekade betalningen utan att säga varför.",
  },
  zh: {
    customerName: "王小明",
    failedOn: "1月5日",
    nextDate: "1月12日星期一",
    pauseDate: "1月20日星期二",
    endDate: "1月30日星期五",
    declineReason: "银行拒绝了这笔付款，但没有说明原因。",
  },
};

const valuesFor = (locale: Locale): DunningValues => ({ ...sampleVariables, ...native[locale] });
const every = messageNames.flatMap((name) => locales.map((locale) => [name, locale] as const));
const forCustomers = every.filter(([name]) => name !== "hand-over");

const optional = ["customerName", "plan", "cardBrand", "cardLast4", "nextDate", "pauseDate", "endDate"] as const;

/** Every way in which facts may be unknown. */
function* gaps(locale: Locale): Generator<DunningValues> {
  for (let mask = 0; mask < 2 ** optional.length; mask += 1) {
    const empty = Object.fromEntries(optional.filter((_, bit) => mask & (1 << bit)).map((name) => [name, ""]));
    for (const endKind of endKinds) yield { ...valuesFor(locale), ...empty, endKind };
  }
}

/** What a reader would stumble over. */
const slips =
  /\bundefined\b|\{|\}|\*\*|\[\[| {2}|\s[,.;:?，。；：]|[,;:，；：]\.|\.\.|，。|，，|。。|\(\)|（）|“”|^[,.;，。]/m;

describe.each(every)("%s in %s", (name, locale) => {
  it("reads well whichever facts are unknown", () => {
    for (const values of gaps(locale)) {
      const { subject, preheader, text } = compose(name, locale, values, sampleBrand);
      for (const words of [subject, preheader, text.replace("\n-- \n", "\n")]) expect(words).not.toMatch(slips);
      expect(subject).not.toBe("");
      expect(preheader).not.toBe("");
    }
  });

  it("has a subject that says the thing in one glance, and a preheader that adds to it", () => {
    const { subject, preheader } = compose(name, locale, valuesFor(locale), sampleBrand);
    expect(subject.length).toBeLessThanOrEqual(locale === "en" || locale === "zh" ? 50 : 56);
    expect(preheader).not.toContain(subject);
    expect(preheader.length).toBeLessThanOrEqual(110);
  });

  it("neither shouts nor presses nor blames", () => {
    for (const endKind of endKinds) {
      const { subject, preheader, text, html } = compose(name, locale, { ...valuesFor(locale), endKind }, sampleBrand);
      const words = `${subject} ${preheader} ${text}`;
      expect(words).not.toMatch(/[!！]/);
      expect(words.replace("-- ", "")).not.toMatch(/\p{Lu}{4,}/u);
      expect(words).not.toMatch(
        /urgent|immediately|act now|hurry|you failed|pilne|natychmiast|brådskande|omedelbart|紧急|赶快/i,
      );
      expect(html).not.toMatch(/:\s*(red|#f00|#ff0000)\b/i);
    }
  });
});

describe.each(forCustomers)("%s to a customer in %s", (name, locale) => {
  const { text } = compose(name, locale, valuesFor(locale), sampleBrand);

  it("says what, how much and for what in its first two sentences", () => {
    const [, first = ""] = text.split("\n\n");
    expect(first).toContain(valuesFor(locale).amount);
    expect(first).toContain("Orbit Pro");
    if (name !== "recovered") expect(first).toContain(valuesFor(locale).failedOn);
    expect(first.replace(/\p{N}\./gu, "").match(/[.。?？](?=\s|$|\p{L})/gu)?.length).toBe(2);
  });

  it("says by when as long as there is something to lose", () => {
    const deadline: Partial<Record<MessageName, string>> = {
      "payment-failed": valuesFor(locale).nextDate,
      "payment-reminder": valuesFor(locale).pauseDate,
      "payment-urgent": valuesFor(locale).pauseDate,
      "pause-warning": valuesFor(locale).pauseDate,
      paused: valuesFor(locale).endDate,
      "final-notice": valuesFor(locale).endDate,
    };
    expect(text.split("\n\n")[1]).toContain(deadline[name] ?? "");
  });

  it("is signed, and tells where to ask and how to cancel", () => {
    expect(text).toContain("Maja at Orbit");
    expect(text).toContain("support@orbit.example");
    expect(text).toContain("https://orbit.example/billing-help");
    expect(text).toMatch(/To cancel|Rezygnacja|säga upp|取消订阅/);
    expect(text).toContain("Storgatan 1");
  });
});

describe("each language", () => {
  const all = (locale: Locale) =>
    messageNames
      .flatMap((name) =>
        endKinds.map((endKind) => compose(name, locale, { ...valuesFor(locale), endKind }, sampleBrand)),
      )
      .map(({ subject, preheader, text }) => `${subject}\n${preheader}\n${text}`)
      .join("\n");

  it("Polish supposes no gender", () => {
    expect(all("pl")).not.toMatch(/\bPan\b|\bPani\b|\bPaństw|\p{L}+ł(eś|aś|abyś|byś)\b|\(a\)/iu);
  });

  it("Swedish says du, with months in lower case", () => {
    expect(all("sv")).not.toMatch(/\bNi\b|\bEr\b|\bErt\b|Januari|\bDu\b(?! kan också| är välkommen| behöver)/);
  });

  it("Chinese says 您, in full-width signs, with no space before a unit", () => {
    const words = all("zh");
    expect(words).not.toMatch(/你|[\p{sc=Han}][,;:?()]|\d [\p{sc=Han}]|[\p{sc=Han}] \d/u);
    expect(words).toContain("您");
  });

  it("writes apostrophes and quotes as its typographers do", () => {
    for (const locale of locales) expect(all(locale)).not.toMatch(/['"]/);
  });
});
