import { serve } from "@hono/node-server";
import { Hono } from "hono";
import type { Locale } from "../../functions/appearance/locales.ts";
import { locales } from "../../functions/appearance/locales.ts";
import {
  renderUpdatePaymentPage,
  type UpdatePaymentView,
  type UpdateView,
  updatePaymentPageHeaders,
} from "../../functions/portal/update-payment-page.ts";

const values: Readonly<Record<Locale, Pick<UpdateView, "customerName" | "amount" | "pauseDate" | "failedOn">>> = {
  en: {
    customerName: "Northwind Traders",
    amount: "€49.00",
    pauseDate: "Thursday, 22 January",
    failedOn: "5 January",
  },
  pl: {
    customerName: "Przedsiębiorstwo Wielobranżowe „Żółć i Gęśla Jaźń” sp. z o.o. sp. k.",
    amount: "12 499,00 zł",
    pauseDate: "22 stycznia (czwartek)",
    failedOn: "5 stycznia",
  },
  sv: { customerName: "Åsa Öberg", amount: "490,00 kr", pauseDate: "torsdagen den 22 januari", failedOn: "5 januari" },
  zh: { customerName: "上海星河信息技术有限公司", amount: "¥349.00", pauseDate: "1月22日星期四", failedOn: "1月5日" },
};

/** Where the button leads in the end: to another site, as deployed. Nobody answers there. */
export const providerUrl = "https://billing.provider.invalid/session";

const accountShown = { cardBrand: "", cardLast4: "", debitScheme: "SEPA", bankName: "Sparbanken", bankLast4: "3000" };
const cardShown = { cardBrand: "American Express", cardLast4: "0005", debitScheme: "", bankName: "", bankLast4: "" };
const pay = "/provider?pay=case-1";

/** The page in every state, by the name of its address. */
function viewsIn(locale: Locale, accentColor: string): Readonly<Record<string, UpdatePaymentView>> {
  const frame = {
    locale,
    company: { name: "Orbit", website: "https://orbit.example", accentColor },
    support: { email: "support@orbit.example", page: "https://orbit.example/billing-help" },
  };
  const { customerName, amount, pauseDate, failedOn } = values[locale];
  const payment = { paysFor: "subscription", plan: "Orbit Team", leaveDate: "", amount, total: amount } as const;
  const update: UpdateView = {
    ...{ kind: "update", ...frame, ...payment, ...cardShown, customerName, pauseDate, failedOn, endDate: "" },
    ...{ ask: "update-card", partPaid: "", invoiceCount: 1, invoiceNumber: "", declineReason: "" },
    ...{ invoices: [{ amount, plan: "Orbit Team", failedOn }], formAction: "/provider", others: [] },
  };
  const plans = ["Orbit Team", "Orbit Storage, yearly, for all offices", "", "Orbit Mail"];
  const several = {
    ...{ invoices: plans.map((plan) => ({ amount, plan, failedOn })), invoiceCount: plans.length },
    others: [{ amount, formAction: pay }],
  };
  const confirm = { ask: "confirm", formAction: pay } as const;
  const once = { paysFor: "invoice", plan: "", pauseDate: "", invoiceNumber: "ORB-2026-0042" } as const;
  const ended = { kind: "ended", ...frame, ...payment, day: failedOn } as const;
  const saved = { kind: "saved", ...frame, ...payment } as const;
  return {
    update,
    "update-several": {
      ...update,
      ...several,
      ...confirm,
      updateInstead: { ask: "update-card", formAction: "/provider" },
    },
    "update-account": { ...update, ...accountShown, ask: "update-account", otherWayAction: pay },
    "update-confirm": { ...update, ...confirm, partPaid: amount },
    "update-none": { ...update, ...once, ...cardShown, cardBrand: "", cardLast4: "", ask: "add-method" },
    "update-leaving": {
      ...update,
      pauseDate: "",
      leaveDate: pauseDate,
      ask: "update-method",
      cardBrand: "",
      cardLast4: "",
    },
    unchanged: { ...update, kind: "unchanged" },
    saved: { ...saved, ...cardShown, means: "card" },
    "saved-account": { ...saved, ...accountShown, means: "account" },
    ended: { ...ended, end: "cancel-subscription" },
    "ended-closed": { ...ended, end: "mark-uncollectible", paysFor: "invoice", plan: "" },
    "ended-open": { ...ended, end: "leave-open", payAction: pay },
    "ended-elsewhere": { ...ended, end: "cancelled" },
    settled: { kind: "settled", ...frame },
    withdrawn: { kind: "withdrawn", ...frame },
    processing: { kind: "processing", ...frame },
    expired: { kind: "expired", ...frame },
    invalid: { kind: "invalid", ...frame },
    unavailable: { kind: "unavailable", ...frame },
    thanks: { kind: "thanks", ...frame },
  };
}

/** The customer's page in every state and language, with the headers it has when deployed. */
export function serveCustomerPages(): Promise<{
  readonly url: string;
  readonly paths: readonly string[];
  close(): void;
}> {
  const app = new Hono();
  const names = Object.keys(viewsIn("en", "#1f5f8b"));
  const paths = names.flatMap((name) => locales.map((locale) => ({ path: `/${name}/${locale}`, name, locale })));
  for (const { path, name, locale } of paths)
    app.get(path, (context) => {
      const accentColor = context.req.query("accent") ?? "#1f5f8b";
      const view = viewsIn(locale, accentColor)[name];
      if (view === undefined) return context.notFound();
      return context.body(renderUpdatePaymentPage(view), 200, updatePaymentPageHeaders(accentColor));
    });
  app.post("/provider", (context) => context.redirect(providerUrl, 303));
  app.get("/favicon.ico", (context) => context.body(null, 204));
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
      resolve({ url: `http://127.0.0.1:${port}`, paths: paths.map(({ path }) => path), close: () => server.close() }),
    );
  });
}
