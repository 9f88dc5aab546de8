import {
  GetSecretValueCommand,
  InternalServiceError,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { secretsManager } from "../../../../functions/platform/aws/secrets-manager.ts";
import { plus } from "../../../../functions/platform/duration.ts";
import { ConfigurationError, RetryableError } from "../../../../functions/platform/errors.ts";
import { virtualClock } from "../../../../local/engine/virtual-clock.ts";

const client = new SecretsManagerClient({ region: "local" });
const mock = mockClient(client);
beforeEach(() => mock.reset());

const start = "2026-01-05T00:00:00.000Z";
function vault() {
  const clock = virtualClock(start);
  const names = {
    webhookSigningSecret: "holdfast/webhook",
    providerKey: "holdfast/stripe-key",
    linkKey: "holdfast/links",
  };
  return { clock, secrets: secretsManager({ ...names, clock, client }) };
}
const holds = (value: string) => mock.on(GetSecretValueCommand).resolves({ SecretString: value });
const unavailable = new InternalServiceError({ $metadata: { httpStatusCode: 500 }, message: "try later" });

describe("the webhook's signing secret", () => {
  it.each([
    ["alone", "whsec_new", ["whsec_new"]],
    ["pasted with a line break", "whsec_new\n", ["whsec_new"]],
    ["during rotation, newest first", '{"current":"whsec_new","previous":"whsec_old"}', ["whsec_new", "whsec_old"]],
    ["after rotation", '{"current":"whsec_new"}', ["whsec_new"]],
    ["after rotation, with nothing left of the old one", '{"current":"whsec_new","previous":""}', ["whsec_new"]],
    ["with an old one that is null", '{"current":"whsec_new","previous":null}', ["whsec_new"]],
    ["pasted in quotes", '"whsec_new"', ["whsec_new"]],
    ["pasted in single quotes, with their line end", "'whsec_new\n'\n", ["whsec_new"]],
    ["after a byte order mark", "\uFEFFwhsec_new", ["whsec_new"]],
    ["with a sign that cannot be seen", "\u200Bwhsec_new\u200B", ["whsec_new"]],
    [
      "rolled, each with its line end",
      '{"current":"whsec_new\\n","previous":" whsec_old\\r\\n"}',
      ["whsec_new", "whsec_old"],
    ],
    [
      "rolled, with a line broken within",
      '{"current":"whsec_new\n",\r\n "previous" : "whsec_old"}',
      ["whsec_new", "whsec_old"],
    ],
    [
      "rolled, in JSON with spaces",
      ' {\n  "current": "whsec_new",\n  "previous": "whsec_old"\n}\n',
      ["whsec_new", "whsec_old"],
    ],
  ])("is read %s", async (_, value, expected) => {
    holds(value);
    expect(await vault().secrets.webhookSigningSecrets()).toEqual(expected);
  });

  it.each([
    ["an API key pasted by mistake", "sk_live_1"],
    ["JSON of another shape", '{"secret":"whsec_new"}'],
    ["a list", '["whsec_new"]'],
    ["a number", "12345"],
    ["two in one line", "whsec_new whsec_old"],
    ["quotes that do not match", "\"whsec_new'"],
    ["no current one", '{"current":"","previous":"whsec_old"}'],
    ["JSON's null", "null"],
    ["a previous secret of another kind", '{"current":"whsec_new","previous":"sk_live_1"}'],
  ])("is refused, without being repeated: %s", async (_, value) => {
    holds(value);
    const refusal = await vault()
      .secrets.webhookSigningSecrets()
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ConfigurationError);
    expect(String(refusal)).toMatch(
      /holdfast\/webhook must be .*whsec_.*put-secret-value --secret-id holdfast\/webhook/,
    );
    expect(String(refusal)).not.toContain("sk_live_1");
  });
});

describe("the provider's key", () => {
  it.each([
    ["alone", "sk_live_1"],
    ["with a line end", "rk_live_1\r\n"],
    ["in quotes", '"sk_test_1"'],
    ["in quotes, with a line end within", '"rk_test_1\n"'],
    ["with a sign that cannot be seen", "\u200Bsk_live_1"],
  ])("is read %s", async (_, value) => {
    holds(value);
    expect(await vault().secrets.providerApiKey()).toBe(/[rs]k_\w+/.exec(value)?.[0]);
  });
});

it("the key of the links keeps its quotes, with which links have been signed, and loses its line end", async () => {
  const key = `"${"k".repeat(40)}"`;
  holds(`${key}\n`);
  expect(await vault().secrets.linkSigningKey()).toBe(key);
});

describe("a secret nobody has filled", () => {
  it.each([
    ["as deployed", () => holds("EMPTY: fill me")],
    ["blank", () => holds(" \n")],
    ["without a value", () => mock.on(GetSecretValueCommand).resolves({})],
    [
      "missing",
      () => mock.on(GetSecretValueCommand).rejects(new ResourceNotFoundException({ $metadata: {}, message: "none" })),
    ],
  ])("is named, with the command that fills it: %s", async (_, arrange) => {
    arrange();
    const refusal = await vault()
      .secrets.providerApiKey()
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ConfigurationError);
    expect(String(refusal)).toContain(
      "The secret holdfast/stripe-key is empty. Fill it: aws secretsmanager put-secret-value --secret-id holdfast/stripe-key --secret-string sk_live_...",
    );
  });

  it("works as soon as it is filled", async () => {
    const { secrets } = vault();
    holds("EMPTY: fill me");
    await expect(secrets.providerApiKey()).rejects.toBeInstanceOf(ConfigurationError);
    holds("sk_live_1");
    expect(await secrets.providerApiKey()).toBe("sk_live_1");
  });
});

describe("a secret read before", () => {
  it("is read again after five minutes, not sooner", async () => {
    const { secrets, clock } = vault();
    holds("sk_live_1");
    await secrets.providerApiKey();
    holds("sk_live_2");
    clock.set(plus(start, "PT4M59S"));
    expect(await secrets.providerApiKey()).toBe("sk_live_1");
    clock.set(plus(start, "PT5M"));
    expect(await secrets.providerApiKey()).toBe("sk_live_2");
    expect(mock.commandCalls(GetSecretValueCommand)).toHaveLength(2);
  });

  it("stays good while the service does not answer", async () => {
    const { secrets, clock } = vault();
    holds("sk_live_1");
    await secrets.providerApiKey();
    clock.set(plus(start, "PT1H"));
    mock.on(GetSecretValueCommand).rejects(unavailable);
    expect(await secrets.providerApiKey()).toBe("sk_live_1");
  });

  it("is not used once it was emptied", async () => {
    const { secrets, clock } = vault();
    holds("sk_live_1");
    await secrets.providerApiKey();
    clock.set(plus(start, "PT1H"));
    holds("EMPTY");
    await expect(secrets.providerApiKey()).rejects.toBeInstanceOf(ConfigurationError);
  });
});

it("may be read later when the service never answered", async () => {
  mock.on(GetSecretValueCommand).rejects(unavailable);
  await expect(vault().secrets.providerApiKey()).rejects.toBeInstanceOf(RetryableError);
});

it("refuses a link key too short to sign with", async () => {
  holds("x".repeat(31));
  await expect(vault().secrets.linkSigningKey()).rejects.toThrow("holdfast/links is shorter than 32 bytes");
  holds("x".repeat(32));
  expect(await vault().secrets.linkSigningKey()).toBe("x".repeat(32));
});

it("says so when a function was not given a secret's name", async () => {
  const secrets = secretsManager({ clock: virtualClock(start), client });
  await expect(secrets.webhookSigningSecrets()).rejects.toThrow("not given the name of the webhook signing secret");
  await expect(secrets.providerApiKey()).rejects.toThrow("not given the name of the provider's API key");
  await expect(secrets.linkSigningKey()).rejects.toThrow("not given the name of the link signing key");
});
