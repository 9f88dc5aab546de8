import type { HttpAnswer, HttpHandler } from "../../functions/platform/http/http-handler.ts";

/** What a browser does with the page behind a message's button. */
export interface Visitor {
  /** Opens the link. @returns the address its button posts to; undefined if the page has no button. */
  open(url: string): Promise<string | undefined>;
  /** Presses the button. @returns where the page leads to; undefined if it leads nowhere. */
  press(action: string): Promise<string | undefined>;
}

/** A visitor of the deployed page's handler, without a network in between. */
export function visitor(portal: HttpHandler): Visitor {
  const request = (method: string, url: URL): Promise<HttpAnswer> =>
    portal({
      requestContext: { http: { method } },
      headers: { accept: "text/html" },
      pathParameters: {},
      queryStringParameters: Object.fromEntries(url.searchParams),
      isBase64Encoded: false,
    });
  return {
    open: async (url) => {
      const page = await request("GET", new URL(url));
      const action = /<form method="post" action="([^"]+)"/.exec(page.body)?.[1];
      return action && new URL(action.replaceAll("&amp;", "&"), url).href;
    },
    press: async (action) => {
      const answer = await request("POST", new URL(action));
      return answer.statusCode === 303 ? answer.headers["location"] : undefined;
    },
  };
}
