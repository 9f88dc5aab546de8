import { afterEach, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { environment } from "../../../../functions/platform/aws/environment.ts";
import { ConfigurationError } from "../../../../functions/platform/errors.ts";

const schema = z.object({
  INBOX_TABLE: z.string(),
  PUBLIC_URL: z.url(),
  STRIPE_API_URL: z.optional(z.url()),
});
afterEach(() => vi.unstubAllEnvs());

it("reads what the schema asks for and nothing else", () => {
  vi.stubEnv("INBOX_TABLE", "holdfast-dev-inbox");
  vi.stubEnv("PUBLIC_URL", "https://example.com");
  vi.stubEnv("UNRELATED", "x");
  expect(environment(schema)).toEqual({ INBOX_TABLE: "holdfast-dev-inbox", PUBLIC_URL: "https://example.com" });
});

it("names every variable that is missing, empty or unusable, and never its value", () => {
  vi.stubEnv("INBOX_TABLE", "");
  vi.stubEnv("PUBLIC_URL", undefined);
  vi.stubEnv("STRIPE_API_URL", "not a url with a s3cret");
  expect(() => environment(schema)).toThrow(ConfigurationError);
  expect(() => environment(schema)).toThrow(
    /^The environment variable INBOX_TABLE is missing.* PUBLIC_URL is missing.* STRIPE_API_URL is not usable/,
  );
  expect(() => environment(schema)).not.toThrow(/s3cret/);
});
