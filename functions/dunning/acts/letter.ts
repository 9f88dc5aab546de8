import type { ProviderInvoice } from "../../billing/payments.ts";
import type { ProviderPages } from "../../billing/provider-pages.ts";
import { readerOf, staffReader } from "../../billing/reader.ts";
import type { Letter } from "../../contact/letter.ts";
import { signLink } from "../../links/links.ts";
import { updatePaymentUrl } from "../../links/update-payment-url.ts";
import { checkedValues } from "../../messages/checked-values.ts";
import { mailboxOf } from "../../messages/mailbox.ts";
import type { NewMessage } from "../../messages/message.ts";
import type { Values } from "../../messages/values.ts";
import { plus } from "../../platform/duration.ts";
import { earlier, type Instant } from "../../platform/instant.ts";
import type { LinkKey } from "../../platform/ports/secrets.ts";
import type { DunningCase } from "../case.ts";
import { noticeWindow } from "../conversation.ts";
import { type InvoiceFacts, invoiceFacts } from "../invoice-facts.ts";
import { wantsConfirmation } from "../means-of-payment.ts";
import { dunningRoom, type MessageName, messageKinds } from "../message-kinds.ts";
import { outlook } from "../plan.ts";
import type { PolicyForDunning } from "../policy/dunning-policy.ts";
import { policyFor } from "../policy/policy-for.ts";
import { urgencyOf } from "../urgency.ts";
import { messageVariables, staffVariables } from "../variables.ts";
import type { BegunAct } from "./act-handler.ts";

/** What it takes to write a letter. */
export interface LetterPorts {
  readonly policy: PolicyForDunning;
  readonly linkKey: LinkKey;
  /** Where the links of letters lead, without a slash at the end. */
  readonly publicUrl: string;
}

/** Our own page, behind a link that knows whom it was written to. */
async function pageUrl(ports: LetterPorts, act: BegunAct, name: MessageName): Promise<string> {
  const { customerId, caseId } = act.ref;
  const expiresAt = plus(act.now, ports.policy.mail.linksLastFor);
  const payload = { purpose: "update-payment", customerId, caseId, message: name, expiresAt } as const;
  return updatePaymentUrl(ports.publicUrl, signLink(payload, await ports.linkKey.linkSigningKey()));
}

/** When the act's letter was due, before anybody put it off. */
export const firstDueAt = ({ dunningCase: { held }, planned }: Pick<BegunAct, "dunningCase" | "planned">): Instant =>
  held?.key === planned.key ? held.since : planned.dueAt;

/** Counted from when the letter was due first, so that whoever waited longest is the most urgent. */
function windowOf(act: BegunAct): Pick<Letter, "from" | "by"> {
  const { now } = act;
  const since = firstDueAt(act);
  return { from: earlier(since, now), by: plus(since, noticeWindow) };
}

/** A message about the act's case, with the values of its kind and the reason why the act was planned. */
function messageOf(
  { ref, planned }: BegunAct,
  name: MessageName,
  rest: Pick<NewMessage, "locale" | "to" | "invoiceIds" | "sender"> & { readonly everything: Values },
): NewMessage {
  const { customerId, caseId } = ref;
  const { everything, locale, to, invoiceIds, sender } = rest;
  const kind = messageKinds[name];
  return {
    messageKey: `${caseId}:${planned.key}`,
    customerId,
    about: { room: dunningRoom, id: caseId },
    name,
    invoiceIds,
    sender,
    purpose: kind.purpose,
    because: planned.reason,
    locale,
    to,
    values: checkedValues(kind, everything),
  };
}

/** What a letter says beside its case. */
interface LetterFacts {
  /** The invoice as the provider has it this moment. */
  readonly invoice: ProviderInvoice;
  /** The cases whose invoices it names, the act's own among them, oldest first. */
  readonly about: readonly DunningCase[];
}

/** Where the button leads: a bank's confirmation is given on the provider's page of that invoice, all else on ours. */
async function actionUrl(ports: LetterPorts, act: BegunAct, name: MessageName, facts: InvoiceFacts): Promise<string> {
  // After the end there is nothing left to pay: whoever wants to come back needs a person, not a card form.
  if (name === "ended") return ports.policy.billingSupport.page;
  const isOne = (facts.named ?? []).length < 2;
  const confirms = isOne && wantsConfirmation(act.dunningCase);
  return (confirms ? facts.hostedUrl : undefined) ?? pageUrl(ports, act, name);
}

/** A letter to the customer; undefined if there is no address to write to. */
export async function letterToCustomer(
  ports: LetterPorts,
  act: BegunAct,
  name: MessageName,
  { invoice, about }: LetterFacts,
): Promise<Letter | undefined> {
  const { customer, dunningCase, situation, file } = act;
  const policy = policyFor(ports.policy, file.known.customer, dunningCase.openedAt);
  const to = mailboxOf(customer);
  if (to === undefined) return undefined;
  const reader = readerOf(customer, policy);
  const facts = { ...invoiceFacts(file.known, dunningCase, invoice), named: about };
  const everything = messageVariables({
    ...{ dunningCase, customer, policy, reader },
    ...facts,
    ...outlook(dunningCase, situation),
    actionUrl: await actionUrl(ports, act, name, facts),
  });
  const invoiceIds = about.map(({ invoiceId }) => invoiceId);
  const { name: senderName, replyTo } = policy.sender;
  const sender = policy === ports.policy ? undefined : { name: senderName, replyTo };
  const message = messageOf(act, name, { locale: reader.locale, to, everything, invoiceIds, sender });
  return { message, ...windowOf(act), priority: urgencyOf(name).priority, asOf: act.now, zone: reader.timeZone };
}

/** A letter to the company's own billing support. */
export function letterToSupport(
  { policy }: Pick<LetterPorts, "policy">,
  act: BegunAct,
  pages: ProviderPages | undefined,
): Letter {
  const { customer, dunningCase, situation, file } = act;
  const reader = staffReader(policy);
  const everything = staffVariables({
    ...{ dunningCase, customer, policy, reader },
    ...invoiceFacts(file.known, dunningCase, undefined),
    pages,
    actionUrl: policy.billingSupport.page,
    handOverReason: dunningCase.handOver?.reason ?? "the policy asks for a person at this step",
    ...outlook(dunningCase, situation),
  });
  const message = messageOf(act, "hand-over", { locale: reader.locale, to: policy.billingSupport.email, everything });
  const { priority } = urgencyOf("hand-over");
  return { message, from: act.now, by: act.now, priority, asOf: act.now, zone: reader.timeZone };
}
