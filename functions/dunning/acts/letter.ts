import { readerOf, staffReader } from "../../billing/reader.ts";
import { signLink } from "../../links/links.ts";
import { updatePaymentUrl } from "../../links/update-payment-url.ts";
import { mailboxOf } from "../../messages/mailbox.ts";
import type { NewMessage } from "../../messages/message.ts";
import type { MessageName } from "../../messages/message-names.ts";
import { plus } from "../../platform/duration.ts";
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

/** A letter to the customer; undefined if there is no address to write to. */
export async function letterToCustomer(
  ports: LetterPorts,
  act: BegunAct,
  name: MessageName,
): Promise<NewMessage | undefined> {
  const { policy } = ports;
  const { ref, customer, dunningCase, planned, situation } = act;
  const to = mailboxOf(customer);
  if (to === undefined) return undefined;
  const reader = readerOf(customer, policy);
  const ahead = outlook(dunningCase, situation);
  // After the end there is nothing left to pay: whoever wants to come back needs a person, not a card form.
  const url = name === "ended" ? policy.billingSupport.page : await actionUrl(ports, act, name);
  const variables = messageVariables({ dunningCase, customer, policy, reader, actionUrl: url, ...ahead });
  return { ...ref, messageKey: `${ref.caseId}:${planned.key}`, name, locale: reader.locale, to, variables };
}

/** A letter to the company's own billing support. */
export function letterToSupport({ policy }: Pick<LetterPorts, "policy">, act: BegunAct): NewMessage {
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
  return {
    ...ref,
    messageKey: `${ref.caseId}:${planned.key}`,
    name: "hand-over",
    locale: reader.locale,
    to,
    variables,
  };
}
