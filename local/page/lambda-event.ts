import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { type Instant, msOf } from "../../functions/platform/instant.ts";

/** What the route knows beyond the request. */
export interface Route {
  /** As API Gateway writes it: `ANY /webhooks/{provider}`. */
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly requestId: string;
  readonly now: Instant;
}

// API Gateway hands on these as text and everything else, a missing type included, in base64.
const textTypes = /^(text\/|application\/(json|javascript|xml|[\w.-]+\+(json|xml))\b)/i;

const joined = (entries: Iterable<readonly [string, string]>): Record<string, string> => {
  const values = Map.groupBy(entries, ([name]) => name);
  return Object.fromEntries([...values].map(([name, pairs]) => [name, pairs.map(([, value]) => value).join(",")]));
};

/** The event that an HTTP API of API Gateway (payload format 2.0) would hand to a function for this request. */
export async function eventOf(request: Request, route: Route): Promise<APIGatewayProxyEventV2> {
  const url = new URL(request.url);
  const { cookie, ...headers } = joined(request.headers);
  const body = Buffer.from(await request.arrayBuffer());
  const isBase64Encoded = body.length > 0 && !textTypes.test(headers["content-type"] ?? "");
  const query = joined(url.searchParams);
  return {
    version: "2.0",
    routeKey: route.routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers,
    ...(cookie !== undefined && { cookies: cookie.split("; ") }),
    ...(url.search !== "" && { queryStringParameters: query }),
    pathParameters: { ...route.pathParameters },
    requestContext: {
      accountId: "000000000000",
      apiId: "sandbox",
      domainName: url.host,
      domainPrefix: "sandbox",
      http: {
        method: request.method,
        path: url.pathname,
        protocol: "HTTP/1.1",
        sourceIp: "127.0.0.1",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: route.requestId,
      routeKey: route.routeKey,
      stage: "$default",
      time: route.now,
      timeEpoch: msOf(route.now),
    },
    ...(body.length > 0 && { body: body.toString(isBase64Encoded ? "base64" : "utf8") }),
    isBase64Encoded,
  };
}

/** The response that API Gateway would make of a function's answer. */
export function responseOf(result: APIGatewayProxyStructuredResultV2): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(result.headers ?? {})) headers.set(name, String(value));
  for (const cookie of result.cookies ?? []) headers.append("set-cookie", cookie);
  const body = result.body ? Buffer.from(result.body, result.isBase64Encoded ? "base64" : "utf8") : null;
  return new Response(body, { status: result.statusCode ?? 200, headers });
}
