import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brandOf } from "../functions/appearance/brand.ts";
import { type Locale, locales } from "../functions/appearance/locales.ts";
import { readerOf, staffReader } from "../functions/billing/reader.ts";
import { compose } from "../functions/dunning/dunning-messages.ts";
import { type MessageName, messageKinds, messageNames } from "../functions/dunning/message-kinds.ts";
import { messageVariables } from "../functions/dunning/variables.ts";
import policy from "../retention.config.ts";

/** `npm run preview -- OUTDIR` writes every message in every language, as HTML and text, with invented customers. */

const customers: Readonly<Record<Locale, { name: string; locale: string; timeZone: string }>> = {
  en: { name: "Grace O’Neill", locale: "en-GB", timeZone: "Europe/London" },
  pl: { name: "Anna Kowalska", locale: "pl-PL", timeZone: "Europe/Warsaw" },
  sv: { name: "Åsa Lindqvist", locale: "sv-SE", timeZone: "Europe/Stockholm" },
  zh: { name: "王小明", locale: "zh-CN", timeZone: "Asia/Shanghai" },
};

const dunningCase = {
  caseId: "case-in_1Q8mVxK2",
  amount: { amountMinor: 4900, currency: "EUR" },
  planName: `${policy.company.name} Pro`,
  cardBrand: "Visa",
  cardLast4: "4242",
  decline: { providerCode: "insufficient_funds" },
  openedAt: "2026-01-05T08:00:00.000Z",
  attempts: [{ key: "1:retry-payment", at: "2026-01-07T08:00:00.000Z", result: "declined" as const }],
};

function sample(name: MessageName, locale: Locale) {
  const customer = customers[locale];
  const reader =
    messageKinds[name].audience === "staff"
      ? { ...staffReader(policy), locale, formatLocale: locale }
      : readerOf(customer, policy);
  const variables = messageVariables({
    dunningCase,
    customer,
    policy,
    reader,
    nextAttemptAt: "2026-01-12T08:00:00.000Z",
    pauseAt: "2026-01-23T08:00:00.000Z",
    endAt: "2026-02-04T08:00:00.000Z",
    actionUrl: `${new URL("/pay/eyJjIjoiY2FzZS1pbl8xUThtVnhLMiIsInAiOiJ1cGRhdGUifQ.3fJ0s9", policy.company.website)}`,
    handOverReason: "The card was declined three times and its network forbids another charge.",
  });
  return compose(name, locale, variables, brandOf(policy));
}

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error("Say where to: npm run preview -- OUTDIR");
  process.exit(1);
}
await mkdir(folder, { recursive: true });
for (const name of messageNames) {
  for (const locale of locales) {
    const { subject, preheader, html, text } = sample(name, locale);
    await writeFile(join(folder, `${name}.${locale}.html`), html);
    await writeFile(join(folder, `${name}.${locale}.txt`), `Subject: ${subject}\nPreheader: ${preheader}\n\n${text}`);
  }
}
console.log(`${messageNames.length * locales.length} messages in ${folder}`);
