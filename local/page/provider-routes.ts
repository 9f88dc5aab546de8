import { Hono } from "hono";
import type { StripePages } from "../views/sandbox-world.ts";
import { hostedInvoicePage, noSuchProviderPage, portalSessionPage } from "./provider-pages.ts";

/** The pages of the simulated Stripe: its billing portal and its hosted invoices. */
export function providerRoutes(pages: StripePages): Hono {
  const app = new Hono();
  app.get("/portal/:sessionId", (context) => {
    const session = pages.portalSession(context.req.param("sessionId"));
    if (session === undefined) return context.html(noSuchProviderPage(), 404);
    return context.html(portalSessionPage(session, pages.methodKinds));
  });
  app.post("/portal/:sessionId", async (context) => {
    const session = pages.portalSession(context.req.param("sessionId"));
    const form = await context.req.parseBody();
    const chosen = pages.methodKinds.find(({ kind }) => kind === form["kind"]);
    if (session === undefined) return context.html(noSuchProviderPage(), 404);
    if (chosen === undefined) return context.html(portalSessionPage(session, pages.methodKinds), 400);
    await pages.replaceMethod(session.sessionId, chosen.kind);
    return context.redirect(session.returnUrl, 303);
  });
  app.get("/invoice/:invoiceId", (context) => {
    const invoice = pages.hostedInvoice(context.req.param("invoiceId"));
    if (invoice === undefined) return context.html(noSuchProviderPage(), 404);
    return context.html(hostedInvoicePage(invoice, pages.methodKinds, undefined));
  });
  app.post("/invoice/:invoiceId", async (context) => {
    const invoiceId = context.req.param("invoiceId");
    if (pages.hostedInvoice(invoiceId) === undefined) return context.html(noSuchProviderPage(), 404);
    const form = await context.req.parseBody();
    const chosen = pages.methodKinds.find(({ kind }) => kind === form["kind"]);
    const other = chosen && { kind: chosen.kind, keeps: form["keeps"] === "yes" };
    const confirms = form["act"] === "confirm";
    const answer = confirms
      ? await pages.confirmHostedInvoice(invoiceId)
      : await pages.payHostedInvoice(invoiceId, other);
    const invoice = pages.hostedInvoice(invoiceId);
    return invoice === undefined
      ? context.html(noSuchProviderPage(), 404)
      : context.html(hostedInvoicePage(invoice, pages.methodKinds, answer));
  });
  return app;
}
