import type { ProviderInvoice, ProviderMethod } from "../billing/payments.ts";
import { type DunningCase, pendingCharge } from "../dunning/case.ts";
import { situationOf } from "../dunning/case-store.ts";
import { invoiceFacts } from "../dunning/invoice-facts.ts";
import { actOfKey } from "../dunning/ladder.ts";
import { askToUpdate, chargedMeans, meansOfMethod, wantsConfirmation } from "../dunning/means-of-payment.ts";
import type { DunningValues } from "../dunning/message-kinds.ts";
import { outlook } from "../dunning/plan.ts";
import type { PolicyForDunning } from "../dunning/policy/dunning-policy.ts";
import { policyFor } from "../dunning/policy/policy-for.ts";
import { messageVariables } from "../dunning/variables.ts";
import { updatePaymentUrl } from "../links/update-payment-url.ts";
import { pastDay } from "../messages/dates.ts";
import type { Instant } from "../platform/instant.ts";
import type { Ending } from "./copy/page-copy.ts";
import type { UpdatePaymentView } from "./update-payment-page.ts";
import type { Visit } from "./visit.ts";

/** Who shows the page, where and when. */
export interface Showing {
  readonly policy: PolicyForDunning;
  /** Where this deployment answers, without a slash at the end. */
  readonly publicUrl: string;
  readonly now: Instant;
}

/** Whose page it is. */
export const frameOf = ({ company, billingSupport }: PolicyForDunning, locale: Visit["reader"]["locale"]) => ({
  locale,
  company,
  support: billingSupport,
});

const pageOf = ({ publicUrl }: Pick<Showing, "publicUrl">, { token }: Visit): string =>
  updatePaymentUrl(publicUrl, token);

/** Where a button posts to that leads to the provider's page of a case's invoice. */
const payAction = (showing: Showing, visit: Visit, { caseId }: DunningCase): string =>
  `${pageOf(showing, visit)}&pay=${encodeURIComponent(caseId)}`;

/** The provider's page of a case's invoice, as far as it is known. */
export const hostedUrlOf = ({ file, dunningCase, invoice }: Visit, target: DunningCase): string | undefined =>
  invoiceFacts(file.known, target, target.caseId === dunningCase.caseId ? invoice : undefined).hostedUrl;

function valuesOf({ policy, now }: Showing, visit: Visit): DunningValues {
  const { dunningCase, file, customer, reader, invoice, open } = visit;
  const own = policyFor(policy, file.known.customer, dunningCase.openedAt);
  return messageVariables({
    ...{ dunningCase, customer, policy: own, reader, actionUrl: "" },
    ...invoiceFacts(file.known, dunningCase, invoice),
    ...outlook(dunningCase, situationOf(policy, dunningCase, file, now)),
    named: open.length > 0 && dunningCase.status === "open" ? open : undefined,
  });
}

/** A page of something to do: this invoice's confirmation, or another means of payment, which pays all that is open. */
function updateView(showing: Showing, visit: Visit, kind: "update" | "unchanged"): UpdatePaymentView {
  const { dunningCase, reader, open, invoice } = visit;
  const values = valuesOf(showing, visit);
  const hosted = hostedUrlOf(visit, dunningCase) !== undefined;
  const confirms = values.ask === "confirm" && hosted;
  const update = askToUpdate(chargedMeans(dunningCase, invoice).means);
  const others = open.filter(({ caseId }) => caseId !== dunningCase.caseId);
  const unconfirmed = others.filter((other) => wantsConfirmation(other) && hostedUrlOf(visit, other) !== undefined);
  const own = payAction(showing, visit, dunningCase);
  return {
    kind,
    ...frameOf(showing.policy, reader.locale),
    ...values,
    ask: confirms ? "confirm" : update,
    formAction: confirms ? own : pageOf(showing, visit),
    updateInstead:
      confirms && others.length > unconfirmed.length ? { ask: update, formAction: pageOf(showing, visit) } : undefined,
    otherWayAction: hosted && !confirms && others.length === 0 ? own : undefined,
    others: unconfirmed.map((other) => ({
      amount: values.invoices[open.indexOf(other)]?.amount ?? "",
      formAction: payAction(showing, visit, other),
    })),
  };
}

/** What the customer had at the provider when leaving for its page, as the way back carries it. */
export const methodsBefore = (invoice: ProviderInvoice | undefined): string =>
  invoice === undefined
    ? "yes"
    : [invoice.customerDefault, invoice.subscriptionDefault].map((method) => method?.methodId ?? "none").join(".");

/**
 * The means of payment that is there now and was not before. `unknown`: the provider has not said what there was, or is.
 */
function newMethod(before: string, invoice: ProviderInvoice | undefined): ProviderMethod | "none" | "unknown" {
  const [customerBefore, subscriptionBefore] = before.split(".");
  if (invoice === undefined || subscriptionBefore === undefined) return "unknown";
  const { customerDefault, subscriptionDefault } = invoice;
  if (subscriptionDefault !== undefined && subscriptionDefault.methodId !== subscriptionBefore)
    return subscriptionDefault;
  if (customerDefault !== undefined && customerDefault.methodId !== customerBefore) return customerDefault;
  return customerDefault === undefined && subscriptionDefault === undefined ? "unknown" : "none";
}

/** Back from the provider's page: whether something new is there, the provider says. */
function returnedView(showing: Showing, visit: Visit, before: string): UpdatePaymentView {
  const frame = frameOf(showing.policy, visit.reader.locale);
  const method = newMethod(before, visit.invoice);
  if (method === "unknown") return { kind: "thanks", ...frame };
  if (method === "none") return updateView(showing, visit, "unchanged");
  const { total, paysFor, leaveDate } = valuesOf(showing, visit);
  return { kind: "saved", ...frame, total, paysFor, leaveDate, ...meansOfMethod(method) };
}

/** How it ended: by our own end, as it was carried out, or because somebody else ended it. */
function endingOf({ outcome, done }: DunningCase, { endKind }: DunningValues): Ending {
  if (outcome?.kind === "cancelled") return "cancelled";
  const wasOurs = Object.keys(done).some((key) => actOfKey(key) === "close");
  return wasOurs ? endKind || "leave-open" : "mark-uncollectible";
}

function endedView(showing: Showing, visit: Visit): UpdatePaymentView {
  const { dunningCase, reader, invoice } = visit;
  const values = valuesOf(showing, visit);
  const end = endingOf(dunningCase, values);
  const isPayable = end === "leave-open" && invoice?.status === "open" && invoice.hostedUrl !== undefined;
  return {
    kind: "ended",
    ...frameOf(showing.policy, reader.locale),
    ...values,
    end,
    day: pastDay(dunningCase.outcome?.at ?? showing.now, reader),
    payAction: isPayable ? payAction(showing, visit, dunningCase) : undefined,
  };
}

/** The page of what is over or under way; undefined if something is to be done. */
function nothingToDo(showing: Showing, visit: Visit): UpdatePaymentView | undefined {
  const { dunningCase, invoice, reader } = visit;
  const { outcome } = dunningCase;
  const frame = frameOf(showing.policy, reader.locale);
  if (outcome?.kind === "recovered" || invoice?.status === "paid") return { kind: "settled", ...frame };
  if (outcome?.kind === "voided" || invoice?.status === "void") return { kind: "withdrawn", ...frame };
  if (outcome !== undefined || invoice?.status === "uncollectible") return endedView(showing, visit);
  const isUnderWay = invoice === undefined ? pendingCharge(dunningCase) : invoice.paymentInProgress;
  return isUnderWay === undefined ? undefined : { kind: "processing", ...frame };
}

/**
 * What the page shows.
 * @param returned `methodsBefore` of when the customer left for the provider's page; undefined if they come from a letter.
 */
export const viewOf = (showing: Showing, visit: Visit, returned: string | undefined): UpdatePaymentView =>
  nothingToDo(showing, visit) ??
  (returned === undefined ? updateView(showing, visit, "update") : returnedView(showing, visit, returned));
