import { plusMs } from "../../functions/platform/instant.ts";
import { randomFor } from "../engine/random.ts";
import { isInFlight } from "../providers/stripe/charges.ts";
import { chargeThatPaid, closeDispute, creditInvoice, openDispute, refund } from "../providers/stripe/corrections.ts";
import { setAutoAdvance, voidInvoice } from "../providers/stripe/invoices.ts";
import type { ChargeRecord, InvoiceRecord } from "../providers/stripe/records.ts";
import { remainingOf } from "../providers/stripe/shapes/invoice-shape.ts";
import { isOver } from "../providers/stripe/subscription-status.ts";
import { pauseCollection, setCollectionMethod } from "../providers/stripe/subscriptions.ts";
import type { Surroundings } from "./surroundings.ts";

const dayMs = 86_400_000;

/** What somebody of the company does about an invoice that failed, once in a while. */
const interventions = [
  [80, "nothing"],
  [6, "credits a part"],
  [2, "credits all of it"],
  [3, "stops Stripe"],
  [4, "pauses"],
  [3, "sends invoices"],
  [2, "voids"],
] as const satisfies readonly (readonly [number, string])[];
type Intervention = (typeof interventions)[number][1];

/** Plans what somebody of the company may do about an invoice that failed. By then it may have been paid. */
export function expectIntervention(world: Surroundings, invoice: InvoiceRecord): void {
  const random = randomFor(world.seed, "company", invoice.id);
  const what = random.weighted<Intervention>(interventions);
  if (what === "nothing") return;
  world.plan(plusMs(world.stripe.account.clock.now(), random.whole(dayMs / 12, 20 * dayMs)), () => {
    if (invoice.status === "open" && !isInFlight(world.stripe.account, invoice)) intervene(world, invoice, what);
  });
}

function intervene({ stripe: { account } }: Surroundings, invoice: InvoiceRecord, what: Intervention): void {
  const { id, subscriptionId } = invoice;
  if (what === "credits a part") creditInvoice(account, id, Math.max(10, Math.floor(remainingOf(invoice) / 30) * 10));
  if (what === "credits all of it") creditInvoice(account, id, remainingOf(invoice));
  if (what === "stops Stripe") setAutoAdvance(account, id, false);
  if (what === "voids") voidInvoice(account, id);
  const subscription = account.books.subscriptions.get(subscriptionId ?? "");
  if (subscription === undefined || isOver(subscription) || subscription.pause !== null) return;
  if (what === "pauses") pauseCollection(account, subscription.id, "keep_as_draft");
  if (what === "sends invoices") setCollectionMethod(account, subscription.id, "send_invoice");
}

type Aftermath = "nothing" | "refunded in part" | "refunded" | "credited" | "disputed";

/** What becomes of money that came, in the usual case and after trouble: who could hardly pay asks for it back more often. */
const aftermaths: Readonly<Record<"usual" | "after trouble", readonly (readonly [number, Aftermath])[]>> = {
  usual: [
    [965, "nothing"],
    [15, "refunded in part"],
    [8, "refunded"],
    [5, "credited"],
    [7, "disputed"],
  ],
  "after trouble": [
    [86, "nothing"],
    [5, "refunded in part"],
    [3, "refunded"],
    [2, "credited"],
    [4, "disputed"],
  ],
};

/** Plans what may become of an invoice's money some weeks after its first charge, if it has been paid by then. */
export function expectAftermath(world: Surroundings, invoice: InvoiceRecord, had: keyof typeof aftermaths): void {
  const random = randomFor(world.seed, "aftermath", invoice.id);
  const what = random.weighted(aftermaths[had]);
  if (what === "nothing") return;
  const { account } = world.stripe;
  world.plan(plusMs(account.clock.now(), random.whole(had === "usual" ? dayMs : 12 * dayMs, 40 * dayMs)), () => {
    const charge = invoice.status === "paid" ? chargeThatPaid(account, invoice.id) : undefined;
    if (charge !== undefined && charge.disputeId === null) giveBack(world, charge, what, random.chance(0.3));
  });
}

function giveBack(world: Surroundings, charge: ChargeRecord, what: Aftermath, isWon: boolean): void {
  const { account } = world.stripe;
  const left = charge.amountMinor - charge.refundedMinor;
  const part = Math.floor(left / 30) * 10;
  if (left === 0) return;
  if (what === "refunded") refund(account, charge.id, left);
  if (what === "refunded in part" && part > 0) refund(account, charge.id, part);
  if (what === "credited" && part > 0) creditInvoice(account, charge.invoiceId, part);
  if (what !== "disputed") return;
  const dispute = openDispute(account, charge.id, "product_not_received");
  world.plan(account.later(21), () => closeDispute(account, dispute.id, isWon ? "won" : "lost"));
}
