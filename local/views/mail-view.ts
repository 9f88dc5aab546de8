import { brandOf } from "../../functions/appearance/brand.ts";
import type { Locale } from "../../functions/appearance/locales.ts";
import { readerOf, staffReader } from "../../functions/billing/reader.ts";
import type { CustomerFile } from "../../functions/dunning/case-context.ts";
import { readCustomerFile, situationOf } from "../../functions/dunning/case-store.ts";
import { outlook } from "../../functions/dunning/plan.ts";
import { messageVariables } from "../../functions/dunning/variables.ts";
import { compose } from "../../functions/messages/compose.ts";
import { type MessageName, messageNames } from "../../functions/messages/message-names.ts";
import type { Email, Mailer } from "../../functions/platform/ports/mailer.ts";
import type { Store } from "../../functions/platform/ports/store.ts";
import type { Policy } from "../../functions/policy/policy.ts";
import type { SentMail } from "../engine/outbox.ts";
import type { Mail, MailRow } from "./sandbox-world.ts";

/** What was known of the customer at the moment of sending, by the message's key. */
export type Files = ReadonlyMap<string, CustomerFile>;

/** A mailer that keeps what was known of the customer when each mail was written. */
export function filingMailer(mailer: Mailer, state: Store): { readonly mailer: Mailer; readonly files: Files } {
  const files = new Map<string, CustomerFile>();
  const send = async (email: Email) => {
    files.set(email.messageKey, await readCustomerFile(state, email.customerId));
    return mailer.send(email);
  };
  return { mailer: { send }, files };
}

const nameOf = (email: Email): MessageName => {
  const name = messageNames.find((known) => known === email.name);
  if (name === undefined) throw new RangeError(`There is no message named ${email.name}.`);
  return name;
};

const caseOf = ({ messageKey }: Email, file: CustomerFile | undefined) =>
  [...(file?.cases.values() ?? [])].find(({ caseId }) => messageKey.startsWith(`${caseId}:`));

const readerOfMail = (email: Email, file: CustomerFile | undefined, policy: Policy) =>
  email.name === "hand-over" ? staffReader(policy) : readerOf(file?.known.customer ?? {}, policy);

/** A mail as a line of a list. */
export function mailRow({ mailId, email, sentAt, state }: SentMail, files: Files, policy: Policy): MailRow {
  const file = files.get(email.messageKey);
  return {
    mailId,
    messageKey: email.messageKey,
    customerId: email.customerId,
    customerName: file?.known.customer?.name ?? email.customerId,
    caseId: caseOf(email, file)?.caseId,
    to: email.to,
    subject: email.subject,
    locale: readerOfMail(email, file, policy).locale,
    name: nameOf(email),
    sentAt,
    state,
  };
}

/** A mail as its reader got it. */
export function mailInFull(sent: SentMail, files: Files, policy: Policy): Mail {
  const { from, replyTo, html, text } = sent.email;
  return { ...mailRow(sent, files, policy), from, replyTo, html, text };
}

/** The same message as a customer who reads another language would get it; undefined if its case is not known. */
export function mailInLocale(sent: SentMail, locale: Locale, files: Files, policy: Policy): Mail | undefined {
  const mail = mailInFull(sent, files, policy);
  const file = files.get(mail.messageKey);
  const dunningCase = caseOf(sent.email, file);
  if (locale === mail.locale) return mail;
  if (file === undefined || dunningCase === undefined) return undefined;
  const customer = file.known.customer ?? {};
  const variables = messageVariables({
    dunningCase,
    customer,
    policy,
    reader: readerOf({ ...customer, locale }, policy),
    actionUrl: linkIn(mail.text),
    ...outlook(dunningCase, situationOf(policy, dunningCase, file, mail.sentAt)),
    handOverReason: dunningCase.handOver?.reason,
  });
  const { subject, html, text } = compose(mail.name, locale, variables, brandOf(policy));
  return { ...mail, locale, subject, html, text };
}

const linkIn = (text: string): string => /https?:\/\/\S+/.exec(text)?.[0] ?? "";
