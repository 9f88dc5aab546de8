import { readerOf, staffReader } from "../../billing/reader.ts";
import type { Letter } from "../../contact/letter.ts";
import { signLink } from "../../links/links.ts";
import { updatePaymentUrl } from "../../links/update-payment-url.ts";
import { mailboxOf } from "../../messages/mailbox.ts";
import type { MessageName } from "../../messages/message-names.ts";
import { plus } from "../../platform/duration.ts";
import { earlier } from "../../platform/instant.ts";
import type { LinkKey } from "../../platform/ports/secrets.ts";
import { outlook } from "../plan.ts";
import type { PolicyForDunning } from "../policy/dunning-policy.ts";
import { messageVariables } from "../variables.ts";
import type { BegunAct } from "./act-handler.ts";

/** What it takes to write a letter. */
export interface LetterPorts {
  readonly policy: PolicyForDunning;
  readonly linkKey: LinkKey;
  /** Where the links of letters lead, without a slash at the end. */
  readonly publicUrl: string;
}

async function actionUrl(ports: LetterPorts, act: BegunAct, name: MessageName): Promise<string> {
  const { customerId, caseId } = act.ref;
  const expiresAt = plus(act.now, ports.policy.mail.linksLastFor);
  const payload = { purpose: "update-payment", customerId, caseId, message: name, expiresAt } as const;
  return updatePaymentUrl(ports.publicUrl, signLink(payload, await ports.linkKey.linkSigningKey()));
}

/**
 * A letter is as true a day or two later; then the next step of a usual ladder comes near. Five failing subscriptions of one
 * payer are told of within it at two letters a day.
 */
const noticeWindow = "P2D";

/** Counted from when the letter was due first, so that whoever waited longest is the most urgent. */
function windowOf({ dunningCase, planned, now }: BegunAct): Pick<Letter, "from" | "by"> {
  const { held } = dunningCase;
  const since = held?.key === planned.key ? held.since : planned.dueAt;
  return { from: earlier(since, now), by: plus(since, noticeWindow) };
}

/** A letter to the customer; undefined if there is no address to write to. */
export async function letterToCustomer(
  ports: LetterPorts,
  act: BegunAct,
  name: MessageName,
): Promise<Letter | undefined> {
  const { policy } = ports;
  const { ref, customer, dunningCase, planned, situation } = act;
  const to = mailboxOf(customer);
  if (to === undefined) return undefined;
  const reader = readerOf(customer, policy);
  const ahead = outlook(dunningCase, situation);
  // After the end there is nothing left to pay: whoever wants to come back needs a person, not a card form.
  const url = name === "ended" ? policy.billingSupport.page : await actionUrl(ports, act, name);
  const variables = messageVariables({ dunningCase, customer, policy, reader, actionUrl: url, ...ahead });
  const message = { ...ref, messageKey: `${ref.caseId}:${planned.key}`, name, locale: reader.locale, to, variables };
  return { message, purpose: "billing-notice", ...windowOf(act), asOf: act.now, zone: reader.timeZone };
}

/** A letter to the company's own billing support. */
export function letterToSupport({ policy }: Pick<LetterPorts, "policy">, act: BegunAct): Letter {
  const { ref, customer, dunningCase, planned, situation } = act;
  const reader = staffReader(policy);
  const variables = messageVariables({
    dunningCase,
    customer,
    policy,
    reader,
    actionUrl: policy.billingSupport.page,
    handOverReason: dunningCase.handOver?.reason ?? "the policy asks for a person at this step",
    ...outlook(dunningCase, situation),
  });
  const { email: to } = policy.billingSupport;
  const message = {
    ...ref,
    messageKey: `${ref.caseId}:${planned.key}`,
    name: "hand-over" as const,
    locale: reader.locale,
    to,
    variables,
  };
  return { message, purpose: "staff", from: act.now, by: act.now, asOf: act.now, zone: reader.timeZone };
}
