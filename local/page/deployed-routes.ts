import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { SandboxWorld } from "../views/sandbox-world.ts";
import { eventOf, type Route, responseOf } from "./lambda-event.ts";

/** API Gateway's own limit and answer. */
const payloadLimit = bodyLimit({
  maxSize: 10 * 1024 * 1024,
  onError: (context) => context.json({ message: "Request Entity Too Large" }, 413),
});

/** The handlers that AWS runs, behind the routes they have there. */
export function deployedRoutes(world: SandboxWorld): Hono {
  const app = new Hono();
  const route = (routeKey: string, pathParameters: Route["pathParameters"] = {}): Route => ({
    routeKey,
    pathParameters,
    requestId: randomUUID(),
    now: world.now(),
  });
  app.all("/webhooks/:provider", payloadLimit, async ({ req }) => {
    const event = await eventOf(req.raw, route("ANY /webhooks/{provider}", { provider: req.param("provider") }));
    return responseOf(await world.receive(event));
  });
  app.on(["GET", "POST"], "/update-payment", payloadLimit, async ({ req }) => {
    const event = await eventOf(req.raw, route(`${req.method} /update-payment`));
    return responseOf(await world.portal(event));
  });
  return app;
}
