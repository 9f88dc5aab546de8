import type { Payments } from "../billing/payments.ts";
import { changeCase } from "../dunning/change-case.ts";
import type { PolicyForDunning } from "../dunning/policy/dunning-policy.ts";
import { type LinkVerdict, verifyLink } from "../links/links.ts";
import { updatePaymentUrl } from "../links/update-payment-url.ts";
import { messageOf } from "../platform/errors.ts";
import { answerErrors } from "../platform/http/answer-errors.ts";
import type { HttpAnswer, HttpHandler, HttpRequest } from "../platform/http/http-handler.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Log } from "../platform/ports/log.ts";
import type { LinkKey } from "../platform/ports/secrets.ts";
import type { Store } from "../platform/ports/store.ts";
import { frameOf, hostedUrlOf, methodsBefore, viewOf } from "./page-views.ts";
import { renderUpdatePaymentPage, type UpdatePaymentView, updatePaymentPageHeaders } from "./update-payment-page.ts";
import { isForPayer, type Visit, visitOf } from "./visit.ts";

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

const statusOf: Record<UpdatePaymentView["kind"], number> = {
  update: 200,
  unchanged: 200,
  saved: 200,
  settled: 200,
  withdrawn: 200,
  processing: 200,
  ended: 200,
  thanks: 200,
  expired: 410,
  invalid: 404,
  unavailable: 503,
};

function answer(view: UpdatePaymentView): HttpAnswer {
  const headers = { ...updatePaymentPageHeaders(view.company.accentColor) };
  return { statusCode: statusOf[view.kind], headers, body: renderUpdatePaymentPage(view) };
}

/** The provider's page of an invoice that the button named; undefined if it named none of this payer's, or none is known. */
async function hostedPage({ payments }: Ports, visit: Visit, caseId: string): Promise<string | undefined> {
  const { dunningCase, open } = visit;
  const target = [dunningCase, ...open].find((each) => each.caseId === caseId);
  if (target === undefined) return undefined;
  if (target.caseId === dunningCase.caseId) return hostedUrlOf(visit, target);
  const { status, hostedUrl } = await payments.readInvoice(target.invoiceId);
  return status === "open" ? (hostedUrl ?? hostedUrlOf(visit, target)) : undefined;
}

/** The provider's page where the means of payment is replaced; the way back tells what was there before. */
async function cardForm(
  { payments, publicUrl }: Ports,
  { dunningCase, reader, token, invoice }: Visit,
): Promise<string> {
  const { providerCustomerId } = dunningCase;
  const returnUrl = `${updatePaymentUrl(publicUrl, token)}&returned=${encodeURIComponent(methodsBefore(invoice))}`;
  return (await payments.createCardUpdateLink({ providerCustomerId, returnUrl, locale: reader.locale })).url;
}

/** Opens a page of the provider for this customer, and remembers that the link was followed. */
async function follow(ports: Ports, visit: Visit, pay: string | undefined): Promise<HttpAnswer> {
  const { policy, clock, publicUrl, log } = ports;
  const { dunningCase, payload, reader, token, open } = visit;
  const { customerId, caseId } = dunningCase;
  try {
    const hosted = pay === undefined ? undefined : await hostedPage(ports, visit, pay);
    const location = hosted ?? (await cardForm(ports, visit));
    const used = { type: "link-used", message: payload.message, at: clock.now() } as const;
    // A new means of payment pays all that is open; the provider's page of an invoice pays that one.
    const paid = hosted === undefined ? new Set([caseId, ...open.map((other) => other.caseId)]) : [pay ?? caseId];
    for (const each of paid) await changeCase(ports, { customerId, caseId: each }, used);
    return { statusCode: 303, headers: { location, "cache-control": "no-store" }, body: "" };
  } catch (error) {
    log.error("portal-unavailable", {
      caseId,
      error: error instanceof Error ? error.name : "unknown",
      reason: messageOf(error),
    });
    const formAction = updatePaymentUrl(publicUrl, token);
    return answer({ kind: "unavailable", ...frameOf(policy, reader.locale), formAction });
  }
}

/** Pages with something to press are those that a press may lead on from. */
const leadsOn = (view: UpdatePaymentView): boolean =>
  view.kind === "update" || (view.kind === "ended" && view.payAction !== undefined);

async function show(ports: Ports, visit: Visit, { queryStringParameters, requestContext }: HttpRequest) {
  const { policy, publicUrl, clock } = ports;
  const isPress = requestContext.http.method === "POST";
  const returned = isPress ? undefined : queryStringParameters?.["returned"];
  const view = viewOf({ policy, publicUrl, now: clock.now() }, visit, returned);
  return isPress && leadsOn(view) ? follow(ports, visit, queryStringParameters?.["pay"]) : answer(view);
}

async function open(ports: Ports, request: HttpRequest): Promise<HttpAnswer> {
  const { policy, linkKey, clock } = ports;
  const token = request.queryStringParameters?.["token"] ?? "";
  const verdict: LinkVerdict = verifyLink(token, await linkKey.linkSigningKey(), "update-payment", clock.now());
  const strangerFrame = frameOf(policy, policy.defaults.locale);
  if (verdict.verdict === "invalid") return answer({ kind: "invalid", ...strangerFrame });
  const visit = await visitOf(ports, token, verdict.payload);
  if (visit === undefined) return answer({ kind: "invalid", ...strangerFrame });
  if (verdict.verdict === "expired" || !isForPayer(visit))
    return answer({ kind: "expired", ...frameOf(policy, visit.reader.locale) });
  return show(ports, visit, request);
}

/**
 * `GET /update-payment?token=...` shows what is owed and what to press; it changes nothing. `POST` of the same sends the
 * customer on to a page of the provider, made at that moment because such pages expire; with `pay`, to the page of that
 * case's invoice, where its bank's confirmation is given.
 */
export function createUpdatePayment(ports: Ports): HttpHandler {
  const unavailable = { kind: "unavailable", ...frameOf(ports.policy, ports.policy.defaults.locale) } as const;
  return answerErrors({
    handle: (request) => open(ports, request),
    log: ports.log,
    answer: (statusCode) => ({ ...answer(unavailable), statusCode }),
  });
}
