import { type Context, Hono } from "hono";
import { html } from "../../functions/appearance/html.ts";
import type { SandboxWorld } from "../views/sandbox-world.ts";
import { advanceClock, localPath } from "./advance-clock.ts";
import { casePage } from "./case-page.ts";
import { casesPage } from "./cases-page.ts";
import { frame, type Page } from "./frame.ts";
import { mailPage } from "./mail-page.ts";
import { overview } from "./overview.ts";
import { progressStream } from "./progress-stream.ts";

const show = (context: Context, world: SandboxWorld, page: Omit<Page, "path">) => {
  const { pathname, search } = new URL(context.req.url);
  return context.html(frame(world, { ...page, path: pathname + search }));
};

/** What is said where there is no page to show. */
interface Sentence {
  readonly title: string;
  readonly sentence: string;
  readonly status: 404 | 500;
}

/** A sentence instead of a page, inside the same frame, with the way back. */
export function showSentence(context: Context, world: SandboxWorld, { title, sentence, status }: Sentence) {
  const content = html`<section class="panel"><h1>${title}</h1><p>${sentence}</p><p><a href="/">Back to the overview</a></p></section>`;
  return context.html(frame(world, { title, path: "/", content }), status);
}

function clock(app: Hono, world: SandboxWorld): void {
  app.post("/clock", async (context) => {
    const form = await context.req.parseBody();
    await advanceClock(world, String(form["by"]));
    return context.redirect(localPath(String(form["back"])), 303);
  });
  app.get("/progress", (context) => progressStream(context, world));
}

function lists(app: Hono, world: SandboxWorld): void {
  app.get("/", async (context) => {
    const content = await overview(world, context.req.query("currency"));
    return show(context, world, { title: "Overview", content });
  });
  app.get("/cases", async (context) => {
    const content = await casesPage(world, context.req.query("state"), context.req.query("page"));
    return show(context, world, { title: "Cases", content });
  });
  app.get("/mails", async (context) => {
    const content = await mailPage(world, undefined, { page: context.req.query("page") });
    return show(context, world, { title: "Mail", content });
  });
  app.get("/data.json", async (context) => {
    const [summary, cases, series] = await Promise.all([world.summary(), world.cases(), world.series()]);
    return context.json({ now: world.now(), busy: world.busy(), summary, cases, mails: world.mails(), series });
  });
}

function single(app: Hono, world: SandboxWorld): void {
  const missing = (context: Context, what: string) => {
    const sentence = `There is no such ${what} in this run. Was it of an earlier one?`;
    return showSentence(context, world, { title: "Not found", sentence, status: 404 });
  };
  app.get("/cases/:caseId", async (context) => {
    const caseStory = await world.case(context.req.param("caseId"));
    if (caseStory === undefined) return missing(context, "case");
    return show(context, world, { title: caseStory.customerName, content: casePage(caseStory, world.now()) });
  });
  app.get("/mails/:mailId", async (context) => {
    const mail = world.mail(context.req.param("mailId"));
    if (mail === undefined) return missing(context, "mail");
    return show(context, world, { title: mail.subject, content: await mailPage(world, mail, context.req.query()) });
  });
}

/** The sandbox's own pages, its data as JSON, and its clock. */
export function sandboxRoutes(world: SandboxWorld): Hono {
  const app = new Hono();
  clock(app, world);
  lists(app, world);
  single(app, world);
  return app;
}
