import {
  GetAccountCommand,
  SESv2Client,
  SendEmailCommand,
  type SendEmailCommandInput,
  type SendQuota,
} from "@aws-sdk/client-sesv2";
import { ConfigurationError, messageOf, RetryableError, TerminalError, UnknownOutcomeError } from "../errors.ts";
import { tagNames, tagValue } from "../mail/delivery-tags.ts";
import { type Email, MailBusyError, type Mailer, type SendingQuota } from "../ports/mailer.ts";

/** SES has no idempotency token: a repeat by the SDK after a lost answer would send twice, so it makes none. */
const ownClient = () =>
  new SESv2Client({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  });

/** Amazon SES as a mailer. */
export function sesMailer({
  configurationSet,
  client = ownClient(),
}: {
  /** Its event destination must publish Send, Delivery, Bounce, Complaint and Reject to EventBridge. */
  readonly configurationSet: string;
  /** Must not retry by itself. */
  readonly client?: SESv2Client;
}): Mailer {
  return {
    quota: async () => {
      try {
        return quotaOf((await client.send(new GetAccountCommand())).SendQuota);
      } catch (error) {
        throw new RetryableError(`SES does not say how much may be sent: ${messageOf(error)}`, { cause: error });
      }
    },
    send: async (email) => {
      try {
        const { MessageId } = await client.send(new SendEmailCommand(inputOf(email, configurationSet)));
        return { serviceMessageId: MessageId ?? "" };
      } catch (error) {
        throw mailFailure(error);
      }
    },
  };
}

/** SES writes -1 for no limit. */
function quotaOf({ Max24HourSend: perDay = -1, MaxSendRate = 1, SentLast24Hours = 0 }: SendQuota = {}): SendingQuota {
  return { perSecond: MaxSendRate, perDay: perDay < 0 ? undefined : perDay, sentLastDay: SentLast24Hours };
}

const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" });

const inputOf = (email: Email, configurationSet: string): SendEmailCommandInput => ({
  FromEmailAddress: email.from,
  Destination: { ToAddresses: [email.to] },
  ReplyToAddresses: [email.replyTo],
  ConfigurationSetName: configurationSet,
  EmailTags: [
    { Name: tagNames.message, Value: tagValue(email.messageKey) },
    { Name: tagNames.customer, Value: tagValue(email.customerId) },
    ...(email.recipientId === undefined ? [] : [{ Name: tagNames.recipient, Value: tagValue(email.recipientId) }]),
    { Name: tagNames.name, Value: tagValue(email.name) },
  ],
  Content: {
    Simple: {
      Subject: utf8(email.subject),
      Body: { Html: utf8(email.html), Text: utf8(email.text) },
      // Absence assistants answer no such message (RFC 3834).
      Headers: [{ Name: "Auto-Submitted", Value: "auto-generated" }],
    },
  },
});

/** There is no room for it, in this second or this day, which only the sentence tells: "Daily message quota exceeded". */
const full = new Set(["TooManyRequestsException", "ThrottlingException", "Throttling", "LimitExceededException"]);
const isOfDay = (name: string, sentence: string) => name === "LimitExceededException" || /\bdaily\b/i.test(sentence);
/** SES refused before it took the message, and says so for a while only. */
const busy = new Set(["SendingPausedException"]);
/** The connection never came about. */
const unreachable = new Set("EAI_AGAIN ECONNREFUSED EHOSTUNREACH ENETUNREACH ENOTFOUND".split(" "));
/** Refused for what this message is. */
const refused = new Set(["BadRequestException", "MessageRejected"]);
/** Refused for what the account is: every message waits until an operator has mended it. */
const notSetUp = new Set(["AccountSuspendedException", "MailFromDomainNotVerifiedException", "NotFoundException"]);

/** What the port promises to throw. Where SES may have taken the message before it failed, nobody knows. */
function mailFailure(error: unknown): Error {
  const { name, status, code } = factsOf(error);
  const sentence = `SES: ${withoutAddresses(messageOf(error))}`;
  if (notSetUp.has(name) || (refused.has(name) && /not verified/i.test(sentence)))
    return new ConfigurationError(
      `${sentence} Verify the sender in SES, and ask AWS to move the account out of the SES sandbox.`,
    );
  if (refused.has(name)) return new TerminalError(sentence);
  if (full.has(name)) return new MailBusyError(sentence, isOfDay(name, sentence) ? "day" : "rate");
  const certainlyNotTaken =
    busy.has(name) || unreachable.has(code) || status === 503 || (status >= 400 && status < 500);
  if (certainlyNotTaken) return new RetryableError(sentence);
  return new UnknownOutcomeError(sentence);
}

/** SES quotes the recipient in some refusals; errors end in logs and executions, which carry no personal data. */
const withoutAddresses = (sentence: string): string =>
  sentence.replaceAll(/[^\s<>(),;:]+@[^\s<>(),;:]+/g, "(an address)");

function factsOf(error: unknown): { readonly name: string; readonly status: number; readonly code: string } {
  if (!(error instanceof Error)) return { name: "", status: 0, code: "" };
  const metadata = "$metadata" in error && typeof error.$metadata === "object" ? error.$metadata : undefined;
  const status = metadata && "httpStatusCode" in metadata ? Number(metadata.httpStatusCode) : 0;
  return { name: error.name, status, code: "code" in error ? String(error.code) : "" };
}
