import { serve } from "@hono/node-server";
import { Hono } from "hono";
import type { Locale } from "../../functions/appearance/locales.ts";
import { locales } from "../../functions/appearance/locales.ts";
import {
  renderUpdatePaymentPage,
  type UpdatePaymentView,
  updatePaymentPageHeaders,
} from "../../functions/portal/update-payment-page.ts";

const values: Readonly<
  Record<Locale, { readonly customerName: string; readonly amount: string; readonly pauseDate: string }>
> = {
  en: { customerName: "Northwind Traders", amount: "€49.00", pauseDate: "Thursday, 22 January" },
  pl: {
    customerName: "Przedsiębiorstwo Wielobranżowe „Żółć i Gęśla Jaźń” sp. z o.o. sp. k.",
    amount: "12 499,00 zł",
    pauseDate: "czwartek, 22 stycznia",
  },
  sv: { customerName: "Åsa Öberg", amount: "490,00 kr", pauseDate: "torsdagen den 22 januari" },
  zh: { customerName: "上海星河信息技术有限公司", amount: "¥349.00", pauseDate: "1月22日星期四" },
};

/** Where the button leads in the end: to another site, as deployed. Nobody answers there. */
export const providerUrl = "https://billing.provider.invalid/session";

const kinds = ["update", "settled", "expired", "invalid", "unavailable", "thanks"] as const;

function viewOf(kind: UpdatePaymentView["kind"], locale: Locale, accentColor: string): UpdatePaymentView {
  const frame = {
    locale,
    company: { name: "Orbit", website: "https://orbit.example", accentColor },
    support: { email: "support@orbit.example", page: "https://orbit.example/billing-help" },
  };
  const card = { plan: "Orbit Team", cardBrand: "American Express", cardLast4: "0005", declineReason: "", endDate: "" };
  if (kind === "update") return { kind, ...frame, ...values[locale], ...card, formAction: "/provider" };
  return { kind, ...frame };
}

/** The customer's page in every state and language, with the headers it has when deployed. */
export function serveCustomerPages(): Promise<{
  readonly url: string;
  readonly paths: readonly string[];
  close(): void;
}> {
  const app = new Hono();
  const paths = kinds.flatMap((kind) => locales.map((locale) => ({ path: `/${kind}/${locale}`, kind, locale })));
  for (const { path, kind, locale } of paths)
    app.get(path, (context) => {
      const accentColor = context.req.query("accent") ?? "#1f5f8b";
      return context.body(
        renderUpdatePaymentPage(viewOf(kind, locale, accentColor)),
        200,
        updatePaymentPageHeaders(accentColor),
      );
    });
  app.post("/provider", (context) => context.redirect(providerUrl, 303));
  app.get("/favicon.ico", (context) => context.body(null, 204));
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
      resolve({ url: `http://127.0.0.1:${port}`, paths: paths.map(({ path }) => path), close: () => server.close() }),
    );
  });
}
