import type { Account } from "../account.ts";
import { secondsOf } from "../shapes/shape.ts";
import { type Answer, invalid, noSuch, ok } from "./answers.ts";

/** A visit to the billing portal. */
export interface PortalVisit {
  readonly sessionId: string;
  readonly customerId: string;
  readonly returnUrl: string;
  readonly locale: string;
}

/** `POST /v1/billing_portal/sessions` */
export function createPortalSession(account: Account, visits: Map<string, PortalVisit>, form: URLSearchParams): Answer {
  const customerId = form.get("customer");
  if (customerId === null) return invalid("Missing required param: customer.", "parameter_missing");
  const customer = account.books.customers.get(customerId);
  if (!customer || customer.deleted) return noSuch("customer", customerId);
  const sessionId = account.nextId("bps");
  const visit = {
    sessionId,
    customerId,
    returnUrl: form.get("return_url") ?? account.pagesUrl,
    locale: form.get("locale") ?? "auto",
  };
  visits.set(sessionId, visit);
  return ok({
    id: sessionId,
    object: "billing_portal.session",
    configuration: "bpc_000001",
    created: secondsOf(account.clock.now()),
    customer: customerId,
    flow: null,
    livemode: false,
    locale: visit.locale,
    on_behalf_of: null,
    return_url: visit.returnUrl,
    url: `${account.pagesUrl}/stripe/portal/${sessionId}`,
  });
}
