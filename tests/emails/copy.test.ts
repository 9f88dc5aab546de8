import { describe, expect, it } from "vitest";
import { type Locale, locales } from "../../functions/appearance/locales.ts";
import { compose } from "../../functions/dunning/dunning-messages.ts";
import {
  asks,
  type DunningValues,
  endKinds,
  type MessageName,
  messageNames,
} from "../../functions/dunning/message-kinds.ts";
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
    expect(text).toMatch(/To cancel|Rezygnacja|Uppsägning|退订/);
    expect(text).toContain("Storgatan 1");
  });
});

/** What each language calls it. */
type Words = Readonly<Record<Locale, RegExp>>;

const goesOn: Words = {
  en: /carr(y|ies) on|paus|running|resume|keeps? /i,
  pl: /(subskrypcja|wszystko|plan)[^.;]*działa|wstrzym|wznow/i,
  sv: /löper|fortsätt|paus|igång/i,
  zh: /照常|继续|暂停|恢复|正常使用/,
};
const subscription: Words = {
  en: /subscription|\bplan\b/i,
  pl: /subskrypcj|plan/i,
  sv: /abonnemang/i,
  zh: /订阅|方案/,
};
const card: Words = { en: /\bcard/i, pl: /kart[aęy]/i, sv: /(?<!inom )\bkort/i, zh: /卡/ };
const asking = ["payment-failed", "payment-reminder", "payment-urgent", "final-notice"] as const;
const ofPauses = ["pause-warning", "paused"] as const;
const afterwards = ["ended", "recovered"] as const;
const inEach = <const Names extends readonly MessageName[]>(names: Names) =>
  names.flatMap((name) => locales.map((locale) => [name, locale] as const));

/** Everything a reader sees of a mail: what it says, with every date known and with none. */
function whole(name: MessageName, locale: Locale, change: Partial<DunningValues>): string {
  const dates = { nextDate: "", pauseDate: "", endDate: "" };
  return [valuesFor(locale), { ...valuesFor(locale), ...dates }]
    .flatMap((values) => [
      { ...values, ...change },
      { ...values, ...change, invoiceCount: 1 },
    ])
    .map((values) => compose(name, locale, values, sampleBrand))
    .map(({ subject, preheader, text }) => [subject, preheader, text].join("\n"))
    .join("\n");
}

describe("letters are true", () => {
  const debit = {
    ask: "update-account",
    cardBrand: "",
    cardLast4: "",
    debitScheme: "SEPA",
    bankLast4: "3000",
  } as const;
  const once = { paysFor: "invoice", plan: "", pauseDate: "", invoiceNumber: "OR-17" } as const;
  const leaving = (locale: Locale) => ({ leaveDate: valuesFor(locale).endDate, pauseDate: "" });

  it.each(inEach([...asking, ...afterwards]))(
    "%s in %s: nothing carries on or pauses for who leaves",
    (name, locale) => {
      for (const endKind of endKinds)
        expect(whole(name, locale, { ...leaving(locale), endKind })).not.toMatch(goesOn[locale]);
      if (name !== "ended") expect(whole(name, locale, leaving(locale))).toContain(leaving(locale).leaveDate);
    },
  );

  it.each(inEach([...asking, ...afterwards]))("%s in %s: an invoice of its own is no subscription", (name, locale) => {
    for (const endKind of ["mark-uncollectible", "leave-open", ""] as const) {
      const words = whole(name, locale, { ...once, endKind });
      expect(words).not.toMatch(subscription[locale]);
      expect(words).not.toMatch(/\bpaus|wstrzym|暂停/i);
      if (name !== "recovered") expect(words).toContain("OR-17");
    }
  });

  it.each(inEach([...asking, ...ofPauses, "ended"]))("%s in %s: a bank account is no card", (name, locale) => {
    const words = whole(name, locale, { ...debit, declineReason: "Bank." });
    expect(words).not.toMatch(card[locale]);
    expect(words).toMatch(/•••• 3000 \(SEPA\)|SEPA（尾号3000）/);
  });

  it.each(inEach([...asking, ...ofPauses]))("%s in %s: a payment to confirm is confirmed", (name, locale) => {
    const { text } = compose(name, locale, { ...valuesFor(locale), ask: "confirm" }, sampleBrand);
    const button = { en: "Confirm the payment", pl: "Potwierdź płatność", sv: "Bekräfta betalningen", zh: "确认付款" };
    expect(text).toMatch(new RegExp(`^${button[locale]}[:：]\nhttps:`, "m"));
    expect(text).not.toMatch(/update your card|zaktualizuj kartę|uppdatera kortet|更新银行卡/i);
  });

  it.each(inEach([...asking, ...ofPauses]))(
    "%s in %s: where there is no means of payment, one is asked for",
    (name, locale) => {
      const none = { ask: "add-method", cardBrand: "", cardLast4: "" } as const;
      const { text } = compose(name, locale, { ...valuesFor(locale), ...none }, sampleBrand);
      expect(text).toMatch(/^(Add a way to pay|Podaj metodę płatności|Lägg in ett betalsätt|添加付款方式)[:：]$/m);
      expect(text).not.toMatch(/update your|zaktualizuj|uppdatera|更新/i);
    },
  );

  it.each(inEach([...asking, ...ofPauses, "ended"]))(
    "%s in %s: what remains is asked for, and what was paid is said",
    (name, locale) => {
      const part = { amount: "€29.00", partPaid: "€20.00" };
      const { text } = compose(name, locale, { ...valuesFor(locale), ...part }, sampleBrand);
      expect(text.split("\n\n")[1]).toContain("€29.00");
      expect(text).toMatch(/^(Already paid: |Już zapłacono: |Redan betalt: |已付：)€20\.00$/m);
    },
  );

  it.each(inEach([...asking, ...ofPauses, "ended"]))(
    "%s in %s: several invoices are each named, and added up",
    (name, locale) => {
      const plans = ["Orbit Pro", "Orbit Team", "", "Orbit Storage", "Orbit Mail"];
      const invoices = plans.map((plan, index) => ({
        amount: `€${index}.00`,
        plan,
        failedOn: valuesFor(locale).failedOn,
      }));
      for (const invoiceCount of [2, 5]) {
        const several = { invoices: invoices.slice(0, invoiceCount), invoiceCount, total: "€10.00" };
        const { text, subject } = compose(name, locale, { ...valuesFor(locale), ...several }, sampleBrand);
        expect(text).toMatch(/^(Total: |Razem: |Totalt: |合计：)€10\.00$/m);
        expect(text).toContain(String(invoiceCount));
        for (const { plan } of several.invoices) expect(text).toContain(plan);
        expect(`${subject}${text}`).not.toMatch(slips);
      }
    },
  );

  it.each(inEach(messageNames.filter((name) => name !== "hand-over")))(
    "%s in %s reads well in every situation",
    (name, locale) => {
      for (const ask of asks)
        for (const situation of [{}, once, leaving(locale)])
          for (const amounts of [{}, { partPaid: "€20.00" }, { invoiceCount: 3 }, { otherWays: "offered" } as const])
            for (const dates of [{}, { nextDate: "", pauseDate: "", endDate: "" }]) {
              const means = ask === "update-account" ? debit : { ask, cardBrand: "", cardLast4: "" };
              const values = { ...valuesFor(locale), ...dates, ...means, ...situation, ...amounts };
              const { subject, preheader, text } = compose(name, locale, values, sampleBrand);
              for (const words of [subject, preheader, text.replace("\n-- \n", "\n")]) expect(words).not.toMatch(slips);
              expect(subject.length).toBeLessThanOrEqual(60);
              expect(preheader.length).toBeLessThanOrEqual(120);
            }
    },
  );

  it.each(inEach(["payment-reminder", "payment-urgent", "final-notice"]))(
    "%s in %s offers other ways to pay where there are some",
    (name, locale) => {
      const words = /other ways to pay|zapłacić w\sinny sposób|betala på ett annat sätt|以其他方式付款/;
      const text = (otherWays: DunningValues["otherWays"]) =>
        compose(name, locale, { ...valuesFor(locale), otherWays }, sampleBrand).text;
      expect(text("offered")).toMatch(words);
      expect(text("none")).not.toMatch(words);
    },
  );

  it.each(inEach(messageNames))("%s in %s weighs far less than what mail programs cut off", (name, locale) => {
    const invoices = Array.from({ length: 40 }, () => ({
      amount: "€49.00",
      plan: "Orbit Business, yearly",
      failedOn: "5 January",
    }));
    const { html } = compose(name, locale, { ...valuesFor(locale), invoices, invoiceCount: 40 }, sampleBrand);
    expect(Buffer.byteLength(html)).toBeLessThan(60 * 1024);
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
