import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brandOf } from "../functions/appearance/brand.ts";
import { type Locale, locales } from "../functions/appearance/locales.ts";
import type { ProviderInvoice } from "../functions/billing/payments.ts";
import { readerOf, staffReader } from "../functions/billing/reader.ts";
import { compose } from "../functions/dunning/dunning-messages.ts";
import { type MessageName, messageKinds, messageNames } from "../functions/dunning/message-kinds.ts";
import { type MessageFacts, messageVariables } from "../functions/dunning/variables.ts";
import policy from "../retention.config.ts";

/**
 * `npm run preview -- OUTDIR` writes every message in every situation and language, as HTML and text, with invented
 * customers: `payment-failed.debit.pl.html`.
 */

const customers: Readonly<Record<Locale, { name: string; email: string; locale: string; timeZone: string }>> = {
  en: { name: "Grace O’Neill", email: "grace@mail.example", locale: "en-GB", timeZone: "Europe/London" },
  pl: { name: "Anna Kowalska", email: "anna@mail.example", locale: "pl-PL", timeZone: "Europe/Warsaw" },
  sv: { name: "Åsa Lindqvist", email: "asa@mail.example", locale: "sv-SE", timeZone: "Europe/Stockholm" },
  zh: { name: "王小明", email: "wang@mail.example", locale: "zh-CN", timeZone: "Asia/Shanghai" },
};

const eur = (amountMinor: number) => ({ amountMinor, currency: "EUR" });
const plan = `${policy.company.name} Pro`;

const usual: MessageFacts["dunningCase"] = {
  caseId: "case-in_1Q8mVxK2",
  subscriptionId: "sub_1Q8mVxK2",
  amount: eur(4900),
  planName: plan,
  cardId: "pm_1Q8mVxK2",
  cardBrand: "Visa",
  cardLast4: "4242",
  decline: { providerCode: "insufficient_funds" },
  openedAt: "2026-01-05T08:00:00.000Z",
  attempts: [{ key: "first:retry-payment", at: "2026-01-07T08:00:00.000Z", result: "declined" }],
};
const { cardBrand, cardId, subscriptionId, ...withoutSome } = usual;

const invoice: ProviderInvoice = { invoiceId: "in_1Q8mVxK2", status: "open", amountRemaining: eur(4900) };
const other = (index: number, planName: string) => ({
  ...usual,
  caseId: `case-${index}`,
  planName,
  amount: eur(index * 1000),
});

/** What a message may be about, and what it then says otherwise. */
const situations: Readonly<Record<string, Partial<MessageFacts>>> = {
  usual: {},
  confirm: { dunningCase: { ...usual, decline: { providerCode: "authentication_required" } } },
  debit: { dunningCase: { ...withoutSome, subscriptionId, methodKind: "sepa-debit", cardLast4: "3000" } },
  invoice: { dunningCase: { ...withoutSome, cardBrand, cardId }, invoiceNumber: "ORB-2026-0042" },
  "no-method": { dunningCase: { ...usual, decline: { providerCode: "no_payment_method" } }, nextAttemptAt: undefined },
  part: { invoice: { ...invoice, amountRemaining: eur(2900), amountPaid: eur(2000) } },
  leaving: { dunningCase: { ...usual, leavesAt: "2026-02-05T08:00:00.000Z" } },
  several: {
    named: [usual, other(2, `${policy.company.name} Storage`), other(3, `${policy.company.name} Team, yearly`)],
  },
};

const isAboutPause = (name: MessageName) => name === "pause-warning" || name === "paused";

/** Nothing is said of a pause to who cannot be paused. */
const isSaid = (name: MessageName, situation: string) =>
  !(isAboutPause(name) && (situation === "invoice" || situation === "leaving"));

function sample(name: MessageName, situation: string, locale: Locale) {
  const customer = customers[locale];
  const isForStaff = messageKinds[name].audience === "staff";
  const reader = isForStaff ? { ...staffReader(policy), locale, formatLocale: locale } : readerOf(customer, policy);
  const variables = messageVariables({
    dunningCase: usual,
    customer: { ...customer, phone: "+44 20 7946 0958" },
    policy,
    reader,
    nextAttemptAt: "2026-01-12T08:00:00.000Z",
    pauseAt: "2026-01-23T08:00:00.000Z",
    endAt: "2026-02-04T08:00:00.000Z",
    actionUrl: `${new URL("/pay/eyJjIjoiY2FzZS1pbl8xUThtVnhLMiIsInAiOiJ1cGRhdGUifQ.3fJ0s9", policy.company.website)}`,
    handOverReason: "The card was declined three times and its network forbids another charge.",
    pages: {
      customer: "https://dashboard.stripe.com/test/customers/cus_1Q8mVxK2",
      invoice: "https://dashboard.stripe.com/test/invoices/in_1Q8mVxK2",
      subscription: "https://dashboard.stripe.com/test/subscriptions/sub_1Q8mVxK2",
    },
    ...situations[situation],
  });
  return compose(name, locale, variables, brandOf(policy));
}

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error("Say where to: npm run preview -- OUTDIR");
  process.exit(1);
}
await mkdir(folder, { recursive: true });
const samples = messageNames.flatMap((name) =>
  Object.keys(situations)
    .filter((situation) => isSaid(name, situation))
    .flatMap((situation) => locales.map((locale) => ({ name, situation, locale }))),
);
for (const { name, situation, locale } of samples) {
  const { subject, preheader, html, text } = sample(name, situation, locale);
  const file = join(folder, `${name}.${situation}.${locale}`);
  await writeFile(`${file}.html`, html);
  await writeFile(`${file}.txt`, `Subject: ${subject}\nPreheader: ${preheader}\n\n${text}`);
}
console.log(`${samples.length} messages in ${folder}`);
