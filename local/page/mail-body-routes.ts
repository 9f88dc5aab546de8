import { type Context, Hono } from "hono";
import type { Mail, SandboxWorld } from "../views/sandbox-world.ts";
import { readingOf } from "./mail-page.ts";

/** A mail is a stranger's document: it may show itself and open links, nothing else. */
const headers = {
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
};

// Links of a mail open beside the sandbox, as they open beside a mail program.
const openingBeside = (document: string): string =>
  document.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`);

/** What the frames of the mail page show: the mail itself, and its HTML as text. */
export function mailBodyRoutes(world: SandboxWorld): Hono {
  const app = new Hono();
  const answer = async (context: Context, show: (mail: Mail) => Response | Promise<Response>) => {
    const sent = world.mail(context.req.param("mailId") ?? "");
    if (sent === undefined) return context.text("There is no such mail.", 404);
    const { locale } = readingOf(sent, context.req.query("locale"), undefined);
    return show((await world.mailIn(sent.mailId, locale)) ?? sent);
  };
  app.get("/:mailId/body", (context) =>
    answer(context, (mail) => context.html(openingBeside(mail.html), 200, headers)),
  );
  app.get("/:mailId/source", (context) => answer(context, (mail) => context.text(mail.html, 200, headers)));
  return app;
}
