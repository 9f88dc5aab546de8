import { createServer } from "node:http";
import {
  BadRequestException,
  GetAccountCommand,
  MailFromDomainNotVerifiedException,
  MessageRejected,
  NotFoundException,
  SESv2Client,
  SendEmailCommand,
  SendingPausedException,
  TooManyRequestsException,
} from "@aws-sdk/client-sesv2";
import { mockClient } from "aws-sdk-client-mock";
import { describe, expect, it } from "vitest";
import { sesMailer } from "../../../../functions/platform/aws/ses-mailer.ts";
import {
  ConfigurationError,
  RetryableError,
  TerminalError,
  UnknownOutcomeError,
} from "../../../../functions/platform/errors.ts";
import { MailBusyError } from "../../../../functions/platform/ports/mailer.ts";

const email = {
  messageKey: "in_1:3:notify",
  customerId: "stripe-cus_1",
  name: "payment-failed",
  to: "grace@customer.example",
  from: "Orbit <billing@orbit.example>",
  replyTo: "support@orbit.example",
  subject: "Płatność 49,00 €",
  html: "<p>Hi</p>",
  text: "Hi",
};

function mocked() {
  const client = new SESv2Client({ region: "eu-north-1", maxAttempts: 1 });
  return { ses: mockClient(client), mailer: sesMailer({ configurationSet: "holdfast-prod", client }) };
}

describe("an e-mail", () => {
  it("is handed to SES whole, tagged so that its events can be told", async () => {
    const { ses, mailer } = mocked();
    ses.on(SendEmailCommand).resolves({ MessageId: "0100-abc" });
    expect(await mailer.send(email)).toEqual({ serviceMessageId: "0100-abc" });
    expect(ses.commandCalls(SendEmailCommand).map(({ args: [command] }) => command.input)).toEqual([
      {
        FromEmailAddress: "Orbit <billing@orbit.example>",
        Destination: { ToAddresses: ["grace@customer.example"] },
        ReplyToAddresses: ["support@orbit.example"],
        ConfigurationSetName: "holdfast-prod",
        EmailTags: [
          { Name: "holdfast-message", Value: "in_5F1_3A3_3Anotify" },
          { Name: "holdfast-customer", Value: "stripe-cus_5F1" },
          { Name: "holdfast-name", Value: "payment-failed" },
        ],
        Content: {
          Simple: {
            Subject: { Data: "Płatność 49,00 €", Charset: "UTF-8" },
            Body: { Html: { Data: "<p>Hi</p>", Charset: "UTF-8" }, Text: { Data: "Hi", Charset: "UTF-8" } },
            Headers: [{ Name: "Auto-Submitted", Value: "auto-generated" }],
          },
        },
      },
    ]);
  });
});

const answered = (httpStatusCode: number) => ({ message: "no", $metadata: { httpStatusCode } });
const failure = (facts: object) => Object.assign(new Error("no"), facts);

describe("a failure", () => {
  it.each<[string, Error, new (message: string) => Error]>([
    ["throttled", new TooManyRequestsException(answered(429)), RetryableError],
    ["sending paused", new SendingPausedException(answered(400)), RetryableError],
    ["quota used up", failure({ name: "LimitExceededException", ...answered(400) }), RetryableError],
    ["not available", failure({ name: "ServiceUnavailable", ...answered(503) }), RetryableError],
    ["credentials refused", failure({ name: "AccessDeniedException", ...answered(403) }), RetryableError],
    ["no connection", failure({ code: "ECONNREFUSED" }), RetryableError],
    ["no such host", failure({ code: "ENOTFOUND" }), RetryableError],
    ["address refused", new MessageRejected(answered(400)), TerminalError],
    ["bad request", new BadRequestException(answered(400)), TerminalError],
    ["sender not verified", new MailFromDomainNotVerifiedException(answered(400)), ConfigurationError],
    ["no configuration set", new NotFoundException(answered(404)), ConfigurationError],
    ["account suspended", failure({ name: "AccountSuspendedException", ...answered(400) }), ConfigurationError],
    ["failed inside SES", failure({ name: "InternalServiceErrorException", ...answered(500) }), UnknownOutcomeError],
    ["timed out at a gateway", failure(answered(504)), UnknownOutcomeError],
    ["timed out", failure({ name: "TimeoutError", code: "ETIMEDOUT" }), UnknownOutcomeError],
    ["connection lost", failure({ name: "TimeoutError", code: "ECONNRESET" }), UnknownOutcomeError],
    ["something else", new Error("no"), UnknownOutcomeError],
  ])("%s: what is certain is said", async (_, error, expected) => {
    const { ses, mailer } = mocked();
    ses.on(SendEmailCommand).rejects(error);
    const thrown: unknown = await mailer.send(email).catch((reason: unknown) => reason);
    expect(thrown).toBeInstanceOf(expected);
    expect(thrown).toMatchObject({ message: expect.stringContaining("SES: no") });
  });
});

it("waits for the operator where SES has not verified somebody, and repeats no address", async () => {
  const { ses, mailer } = mocked();
  const message = "Email address is not verified. The following identities failed the check: ada@example.com";
  ses.on(SendEmailCommand).rejects(new MessageRejected({ ...answered(400), message }));
  const thrown: unknown = await mailer.send(email).catch((reason: unknown) => reason);
  expect(thrown).toBeInstanceOf(ConfigurationError);
  expect(JSON.stringify([String(thrown), thrown instanceof Error && thrown.stack])).not.toContain("ada@example.com");
});

describe("the mailer's own client", () => {
  it("asks once: a repeat could send twice", async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests += 1;
      response.writeHead(500, { "content-type": "application/json" }).end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const environment = {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: "eu-north-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
    const before = { ...process.env };
    Object.assign(process.env, environment);
    try {
      await expect(sesMailer({ configurationSet: "holdfast" }).send(email)).rejects.toBeInstanceOf(UnknownOutcomeError);
    } finally {
      for (const name of Object.keys(environment)) delete process.env[name];
      Object.assign(process.env, before);
      await new Promise((resolve) => server.close(resolve));
    }
    expect(requests).toBe(1);
  });
});

describe("how much may be sent", () => {
  it("is what SES says of the account, whoever sent", async () => {
    const { ses, mailer } = mocked();
    ses.on(GetAccountCommand).resolves({ SendQuota: { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 12 } });
    expect(await mailer.quota?.()).toEqual({ perSecond: 1, perDay: 200, sentLastDay: 12 });
    ses.on(GetAccountCommand).resolves({ SendQuota: { Max24HourSend: -1, MaxSendRate: 50, SentLast24Hours: 9 } });
    expect(await mailer.quota?.()).toEqual({ perSecond: 50, perDay: undefined, sentLastDay: 9 });
  });

  it("is unknown for now where SES does not answer", async () => {
    const { ses, mailer } = mocked();
    ses.on(GetAccountCommand).rejects(new TooManyRequestsException({ message: "Rate exceeded", $metadata: {} }));
    await expect(mailer.quota?.()).rejects.toThrow(RetryableError);
  });

  it.each([
    ["Maximum sending rate exceeded.", "rate"],
    ["Daily message quota exceeded.", "day"],
  ])("is what stood in the way: %s", async (message, limit) => {
    const { ses, mailer } = mocked();
    ses.on(SendEmailCommand).rejects(new TooManyRequestsException({ message, $metadata: { httpStatusCode: 429 } }));
    const error: unknown = await mailer.send(email).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MailBusyError);
    expect(error).toMatchObject({ limit, name: "RetryableError" });
  });
});
