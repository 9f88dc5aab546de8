import { brandOf } from "../../functions/appearance/brand.ts";
import type { Locale } from "../../functions/appearance/locales.ts";
import { readerOf, staffReader } from "../../functions/billing/reader.ts";
import type { DunningCase } from "../../functions/dunning/case.ts";
import type { CustomerFile } from "../../functions/dunning/case-context.ts";
import { readCustomerFile, situationOf } from "../../functions/dunning/case-store.ts";
import { compose } from "../../functions/dunning/dunning-messages.ts";
import { invoiceFacts } from "../../functions/dunning/invoice-facts.ts";
import { dunningRoom, type MessageName, messageKinds, messageNames } from "../../functions/dunning/message-kinds.ts";
import { outlook } from "../../functions/dunning/plan.ts";
import { messageVariables } from "../../functions/dunning/variables.ts";
import type { Message } from "../../functions/messages/message.ts";
import { messageKeyOf, parseMessage } from "../../functions/messages/message-item.ts";
import type { Email, Mailer } from "../../functions/platform/ports/mailer.ts";
import type { Store } from "../../functions/platform/ports/store.ts";
import type { Policy } from "../../functions/policy/policy.ts";
import type { SentMail } from "../engine/outbox.ts";
import type { Mail, MailRow } from "./sandbox-world.ts";

/** A message as the ledger had it at the moment of sending, and what was known of its customer. */
interface FiledMessage extends CustomerFile {
  readonly message: Message | undefined;
}

/** What was known at the moment of sending, by the message's key. */
export type Files = ReadonlyMap<string, FiledMessage>;

/** A mailer that keeps what was known of the customer when each mail was written. */
export function filingMailer(mailer: Mailer, state: Store): { readonly mailer: Mailer; readonly files: Files } {
  const files = new Map<string, FiledMessage>();
  const send = async (email: Email) => {
    const claimed = await state.load(messageKeyOf(email));
    const message = claimed && parseMessage(claimed);
    files.set(email.messageKey, { ...(await readCustomerFile(state, email.customerId)), message });
    return mailer.send(email);
  };
  return { mailer: { ...mailer, send }, files };
}

const nameOf = (email: Email): MessageName => {
  const name = messageNames.find((known) => known === email.name);
  if (name === undefined) throw new RangeError(`There is no message named ${email.name}.`);
  return name;
};

function caseOf(file: FiledMessage | undefined): DunningCase | undefined {
  const about = file?.message?.about;
  return about?.room === dunningRoom ? file?.cases.get(about.id) : undefined;
}

const readerOfMail = (email: Email, file: CustomerFile | undefined, policy: Policy) =>
  messageKinds[nameOf(email)].audience === "staff" ? staffReader(policy) : readerOf(file?.known.customer ?? {}, policy);

/** Which message a mail is, and what it is about, as the ledger had it at the moment of sending. */
export function messageOfMail(email: Email, files: Files) {
  const file = files.get(email.messageKey);
  const invoiceId = caseOf(file)?.invoiceId;
  return {
    name: nameOf(email),
    invoiceIds: file?.message?.invoiceIds ?? (invoiceId === undefined ? [] : [invoiceId]),
    because: file?.message?.because ?? "",
  };
}

/** A mail as a line of a list. */
export function mailRow({ mailId, email, sentAt, state }: SentMail, files: Files, policy: Policy): MailRow {
  const file = files.get(email.messageKey);
  return {
    mailId,
    messageKey: email.messageKey,
    customerId: email.customerId,
    customerName: file?.known.customer?.name ?? email.customerId,
    caseId: caseOf(file)?.caseId,
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
  const dunningCase = caseOf(file);
  if (locale === mail.locale) return mail;
  if (file === undefined || dunningCase === undefined) return undefined;
  const customer = file.known.customer ?? {};
  const said = (name: string) => String(file.message?.values[name] ?? "");
  const variables = messageVariables({
    dunningCase,
    customer,
    policy,
    reader: readerOf({ ...customer, locale, locales: undefined }, policy),
    ...invoiceFacts(file.known, dunningCase, undefined),
    named: [...file.cases.values()].filter(
      ({ caseId, invoiceId }) => caseId === dunningCase.caseId || file.message?.invoiceIds?.includes(invoiceId),
    ),
    actionUrl: said("actionUrl"),
    ...outlook(dunningCase, situationOf(policy, dunningCase, file, mail.sentAt)),
    handOverReason: said("handOverReason"),
  });
  const { subject, html, text } = compose(mail.name, locale, variables, brandOf(policy));
  return { ...mail, locale, subject, html, text };
}
