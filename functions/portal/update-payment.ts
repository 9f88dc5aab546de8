import type { Customer } from "../billing/customer.ts";
import { newCustomer, profileOfPayer } from "../billing/fold-customer.ts";
import { isOfItsPartition } from "../billing/payer.ts";
import type { Payments } from "../billing/payments.ts";
import { type Reader, readerOf } from "../billing/reader.ts";
import { addresseeOf } from "../dunning/addressee.ts";
import type { DunningCase } from "../dunning/case.ts";
import type { CustomerFile } from "../dunning/case-context.ts";
import { itemsWithCase, parseCustomerFile, situationOf } from "../dunning/case-store.ts";
import { changeCase } from "../dunning/change-case.ts";
import { outlook } from "../dunning/plan.ts";
import type { PolicyForDunning } from "../dunning/policy/dunning-policy.ts";
import { policyFor } from "../dunning/policy/policy-for.ts";
import { messageVariables } from "../dunning/variables.ts";
import { type LinkPayload, type LinkVerdict, verifyLink } from "../links/links.ts";
import { updatePaymentUrl } from "../links/update-payment-url.ts";
import { messageOf } from "../platform/errors.ts";
import { answerErrors } from "../platform/http/answer-errors.ts";
import type { HttpAnswer, HttpHandler, HttpRequest } from "../platform/http/http-handler.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Log } from "../platform/ports/log.ts";
import type { LinkKey } from "../platform/ports/secrets.ts";
import type { Store } from "../platform/ports/store.ts";
import { addressesOf, opensFor } from "./link-holder.ts";
import { renderUpdatePaymentPage, type UpdatePaymentView, updatePaymentPageHeaders } from "./update-payment-page.ts";

interface Ports {
  readonly state: Store;
  readonly payments: Payments;
  readonly linkKey: LinkKey;
  readonly policy: PolicyForDunning;
  readonly clock: Clock;
  readonly log: Log;
  /** Where this deployment answers, without a slash at the end. */
  readonly publicUrl: string;
}

/** The case a valid link speaks of, and how to speak to whoever followed it. */
interface Visit {
  readonly token: string;
  readonly payload: LinkPayload;
  readonly file: CustomerFile;
  readonly dunningCase: DunningCase;
  readonly customer: Customer;
  /** Where the letters went that carried the link. */
  readonly sentTo: readonly string[];
  readonly reader: Reader;
}

const statusOf: Record<UpdatePaymentView["kind"], number> = {
  update: 200,
  settled: 200,
  thanks: 200,
  expired: 410,
  invalid: 404,
  unavailable: 503,
};

const frameOf = ({ company, billingSupport }: PolicyForDunning, locale: Reader["locale"]) => ({
  locale,
  company,
  support: billingSupport,
});

function answer(view: UpdatePaymentView): HttpAnswer {
  const headers = { ...updatePaymentPageHeaders(view.company.accentColor) };
  return { statusCode: statusOf[view.kind], headers, body: renderUpdatePaymentPage(view) };
}

function updateView(
  { policy, publicUrl, clock }: Ports,
  { dunningCase, file, customer, reader, token }: Visit,
): UpdatePaymentView {
  const ahead = outlook(dunningCase, situationOf(policy, dunningCase, file, clock.now()));
  const own = policyFor(policy, file.known.customer, dunningCase.openedAt);
  const variables = messageVariables({ dunningCase, customer, policy: own, reader, actionUrl: "", ...ahead });
  const formAction = updatePaymentUrl(publicUrl, token);
  return { kind: "update", ...frameOf(policy, reader.locale), ...variables, formAction };
}

async function visitOf({ state, policy }: Ports, token: string, payload: LinkPayload): Promise<Visit | undefined> {
  const items = await itemsWithCase(state, payload);
  const file = parseCustomerFile(payload.customerId, items);
  const dunningCase = file.cases.get(payload.caseId);
  if (dunningCase === undefined || !isOfItsPartition(dunningCase)) return undefined;
  const customer = profileOfPayer(file.known.customer ?? newCustomer(dunningCase), dunningCase);
  const sentTo = addressesOf(items, payload);
  return { token, payload, file, dunningCase, customer, sentTo, reader: readerOf(customer, policy) };
}

/** Whether the link was mailed to the payer: to whom the provider addresses the invoice, while the profile may be another's. */
async function isForPayer({ payments }: Ports, { customer, dunningCase, sentTo }: Visit): Promise<boolean> {
  const invoice = customer.keptApart ? undefined : await payments.readInvoice(dunningCase.invoiceId);
  const addressee = addresseeOf(dunningCase, customer, invoice);
  return "customer" in addressee && opensFor(addressee.customer, sentTo);
}

/** Opens a page of the provider for this customer, and remembers that the link was followed. */
async function follow(ports: Ports, visit: Visit): Promise<HttpAnswer> {
  const { payments, policy, clock, publicUrl, log } = ports;
  const { dunningCase, payload, reader, token } = visit;
  const { customerId, caseId, providerCustomerId } = dunningCase;
  const formAction = updatePaymentUrl(publicUrl, token);
  try {
    const returnUrl = `${formAction}&returned=yes`;
    const { url } = await payments.createCardUpdateLink({ providerCustomerId, returnUrl, locale: reader.locale });
    await changeCase(ports, { customerId, caseId }, { type: "link-used", message: payload.message, at: clock.now() });
    return { statusCode: 303, headers: { location: url, "cache-control": "no-store" }, body: "" };
  } catch (error) {
    log.error("portal-unavailable", {
      caseId,
      error: error instanceof Error ? error.name : "unknown",
      reason: messageOf(error),
    });
    return answer({ kind: "unavailable", ...frameOf(policy, reader.locale), formAction });
  }
}

async function show(ports: Ports, visit: Visit, request: HttpRequest): Promise<HttpAnswer> {
  const frame = frameOf(ports.policy, visit.reader.locale);
  if (visit.dunningCase.status !== "open") return answer({ kind: "settled", ...frame });
  if (request.queryStringParameters?.["returned"] !== undefined) return answer({ kind: "thanks", ...frame });
  return request.requestContext.http.method === "POST" ? follow(ports, visit) : answer(updateView(ports, visit));
}

async function open(ports: Ports, request: HttpRequest): Promise<HttpAnswer> {
  const { policy, linkKey, clock } = ports;
  const token = request.queryStringParameters?.["token"] ?? "";
  const verdict: LinkVerdict = verifyLink(token, await linkKey.linkSigningKey(), "update-payment", clock.now());
  const strangerFrame = frameOf(policy, policy.defaults.locale);
  if (verdict.verdict === "invalid") return answer({ kind: "invalid", ...strangerFrame });
  const visit = await visitOf(ports, token, verdict.payload);
  if (visit === undefined) return answer({ kind: "invalid", ...strangerFrame });
  if (verdict.verdict === "expired" || !(await isForPayer(ports, visit)))
    return answer({ kind: "expired", ...frameOf(policy, visit.reader.locale) });
  return show(ports, visit, request);
}

/**
 * `GET /update-payment?token=...` shows what is owed and one button; it changes nothing. `POST` of the same sends the
 * customer on to a page of the provider, made at that moment because such pages expire.
 */
export function createUpdatePayment(ports: Ports): HttpHandler {
  const unavailable = { kind: "unavailable", ...frameOf(ports.policy, ports.policy.defaults.locale) } as const;
  return answerErrors({
    handle: (request) => open(ports, request),
    log: ports.log,
    answer: (statusCode) => ({ ...answer(unavailable), statusCode }),
  });
}
