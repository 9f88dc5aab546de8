import { readFileSync } from "node:fs";
import { Hono } from "hono";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import { messageOf } from "../../functions/platform/errors.ts";
import type { SandboxWorld } from "../views/sandbox-world.ts";
import { deployedRoutes } from "./deployed-routes.ts";
import { mailBodyRoutes } from "./mail-body-routes.ts";
import { providerRoutes } from "./provider-routes.ts";
import { sandboxRoutes, showSentence } from "./sandbox-routes.ts";

/** Nothing but our own files; forms may be redirected, as the simulated provider redirects to the product's page. */
const ownPages = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    frameSrc: ["'self'"],
    formAction: ["'self'", "http:", "https:"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: "same-origin",
  strictTransportSecurity: false,
});

const files = [
  { path: "/sandbox.css", type: "text/css", source: new URL("./sandbox.css", import.meta.url) },
  { path: "/sandbox.js", type: "text/javascript", source: new URL("./sandbox.js", import.meta.url) },
  { path: "/icon.svg", type: "image/svg+xml", source: new URL("./icon.svg", import.meta.url) },
];

function assets(): Hono {
  const app = new Hono();
  for (const { path, type, source } of files) {
    const text = readFileSync(source, "utf8");
    app.get(path, (context) => context.body(text, 200, { "content-type": `${type}; charset=utf-8` }));
  }
  return app;
}

/** Every route of the sandbox. The deployed handlers and the mails come first: they bring their own headers. */
export function createApp(world: SandboxWorld): Hono {
  const app = new Hono();
  app.route("/", deployedRoutes(world));
  app.route("/mails", mailBodyRoutes(world));
  app.use(ownPages, csrf());
  app.route("/", assets());
  app.route("/stripe", providerRoutes(world.stripePages));
  app.route("/", sandboxRoutes(world));
  const notFound = { title: "Not found", sentence: "There is no such page in the sandbox.", status: 404 } as const;
  app.notFound((context) => showSentence(context, world, notFound));
  app.onError((error, context) => {
    if (error instanceof HTTPException) return error.getResponse();
    console.error(error);
    return showSentence(context, world, { title: "The sandbox stumbled", sentence: messageOf(error), status: 500 });
  });
  return app;
}
