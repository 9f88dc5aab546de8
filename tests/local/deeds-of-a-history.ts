import { dearerThan } from "../../local/population/prices.ts";
import { visitor } from "../../local/population/visitor.ts";
import { known } from "../../local/providers/stripe/account.ts";
import { isInFlight, payPart } from "../../local/providers/stripe/charges.ts";
import {
  chargeThatPaid,
  closeDispute,
  creditInvoice,
  openDispute,
  refund,
  voidCreditNote,
} from "../../local/providers/stripe/corrections.ts";
import {
  attachMethod,
  deleteCustomer,
  detachMethod,
  makeDefault,
  replaceDefaultMethod,
} from "../../local/providers/stripe/customers.ts";
import {
  bankTroubleKinds,
  type CardTroubleKind,
  cardTroubleKinds,
} from "../../local/providers/stripe/decline-reasons.ts";
import {
  billOnce,
  markUncollectible,
  payOutOfBand,
  setAutoAdvance,
  voidInvoice,
} from "../../local/providers/stripe/invoices.ts";
import {
  type ChosenKind,
  isDebit,
  newCard,
  newMethod,
  sameNumber,
  usualTrouble,
} from "../../local/providers/stripe/methods.ts";
import type { InvoiceRecord, PauseBehavior, SubscriptionRecord } from "../../local/providers/stripe/records.ts";
import { remainingOf } from "../../local/providers/stripe/shapes/invoice-shape.ts";
import { isOver } from "../../local/providers/stripe/subscription-status.ts";
import {
  cancelAtPeriodEnd,
  cancelSubscription,
  pauseCollection,
  setCollectionMethod,
  setOwnMethod,
  touchSubscription,
  upgrade,
} from "../../local/providers/stripe/subscriptions.ts";
import type { World } from "../../local/world/world.ts";

/** Whom a deed is about: the payer, one of the payer's subscriptions, and its newest invoice. */
export interface Whose {
  readonly world: World;
  readonly customerId: string;
  readonly subscription: SubscriptionRecord;
  /** The newest that is open, else the newest. */
  readonly invoice: InvoiceRecord;
}

/** Draws within a deed, each from 0 up to 1, so that a deed can be shrunk and told. */
export type Draws = readonly [number, number];

type Deed = (whose: Whose, draws: Draws) => void | Promise<void>;

const pick = <T>(list: readonly [T, ...T[]], draw: number): T => list[Math.floor(draw * list.length)] ?? list[0];
const accountOf = ({ world }: Whose) => world.embedded.stripe.account;
const tens = (amountMinor: number) => Math.floor(amountMinor / 10) * 10;

const chosen: readonly [ChosenKind, ...ChosenKind[]] = [
  ...(["visa", "mastercard", "amex", "apple_pay", "link", "sepa_debit", "insufficient-funds", "do-not-honor"] as const),
  ...(["lost", "authentication-required", "sepa_debit:account-closed", "sepa_debit:insufficient-funds"] as const),
];

/** The default of the invoice's payer, whatever level it lies on. */
function methodOf(whose: Whose) {
  const { methods, customers } = accountOf(whose).books;
  const { defaultMethodId } = known(customers, whose.customerId);
  return methods.get(whose.subscription.defaultMethodId ?? defaultMethodId ?? "");
}

/** Whatever of this is possible only with an open invoice is left undone where it is not, as people leave it. */
const ifOpen =
  (deed: Deed): Deed =>
  (whose, draws) => {
    const { invoice } = whose;
    if (invoice.status === "open" && !isInFlight(accountOf(whose), invoice)) return deed(whose, draws);
  };
const ifAlive =
  (deed: Deed): Deed =>
  (whose, draws) => {
    if (!isOver(whose.subscription)) return deed(whose, draws);
  };
const ifPaid =
  (deed: (whose: Whose, chargeId: string, left: number, draws: Draws) => void): Deed =>
  (whose, draws) => {
    const charge = chargeThatPaid(accountOf(whose), whose.invoice.id);
    const left = charge === undefined ? 0 : charge.amountMinor - charge.refundedMinor;
    if (whose.invoice.status === "paid" && charge?.disputeId === null && left > 0) deed(whose, charge.id, left, draws);
  };

/** Everything that people, the company, the banks and the provider may do, in any order and at any time. */
export const deeds = {
  "card gets into trouble": (whose, [draw]) => {
    const method = methodOf(whose);
    if (method === undefined) return;
    const kind = isDebit(method) ? pick(bankTroubleKinds, draw) : pick(cardKindsOfTrouble, draw);
    method.trouble = usualTrouble(kind, whose.world.now());
  },
  "trouble is over": (whose) => {
    const method = methodOf(whose);
    if (method !== undefined) method.trouble = undefined;
  },
  "puts in another method": ({ world, customerId }, [draw]) => {
    world.embedded.stripe.replaceMethod(customerId, pick(chosen, draw));
  },
  "puts the same number in again": (whose) => {
    const method = methodOf(whose);
    const account = accountOf(whose);
    if (method !== undefined)
      replaceDefaultMethod(account, whose.customerId, sameNumber(method, account.nextId("pm"), account.clock.now()));
  },
  "puts in two within a second": ({ world, customerId }, [one, other]) => {
    world.embedded.stripe.replaceMethod(customerId, pick(chosen, one));
    world.embedded.stripe.replaceMethod(customerId, pick(chosen, other));
  },
  "saves another beside the default": (whose, [draw]) => {
    const account = accountOf(whose);
    attachMethod(
      account,
      whose.customerId,
      newMethod(account.nextId("pm"), pick(chosen, draw), "DE", account.clock.now()),
    );
  },
  "takes a method off": (whose) => {
    const method = methodOf(whose);
    if (method !== undefined) detachMethod(accountOf(whose), method.id);
  },
  "gives the subscription its own": ifAlive((whose, [draw]) => {
    const account = accountOf(whose);
    const method = newMethod(account.nextId("pm"), pick(chosen, draw), "DE", account.clock.now());
    attachMethod(account, whose.customerId, method);
    setOwnMethod(account, whose.subscription.id, method.id);
  }),
  "has no default": (whose) => makeDefault(accountOf(whose), whose.customerId, null),
  "pays on the page": ifOpen(({ world, invoice }) => {
    world.embedded.stripe.payHostedInvoice(invoice.id);
  }),
  "pays on the page with another": ifOpen(({ world, invoice }, [draw, keeps]) => {
    world.embedded.stripe.payHostedInvoice(invoice.id, pick(chosen, draw), keeps < 0.5);
  }),
  "confirms on the page": ifOpen(({ world, invoice }) => {
    world.embedded.stripe.confirmHostedInvoice(invoice.id);
  }),
  "pays a part": ifOpen((whose, [draw]) => {
    const account = accountOf(whose);
    const amountMinor = tens(remainingOf(whose.invoice) * draw);
    const card = newCard(account.nextId("pm"), "visa", "DE", account.clock.now());
    if (amountMinor > 0) payPart(account, whose.invoice.id, amountMinor, card);
  }),
  "pays by transfer": ifOpen((whose) => payOutOfBand(accountOf(whose), whose.invoice.id)),
  "follows the newest letter": async ({ world }, [draw]) => {
    const [newest] = world.mails();
    const link = /https?:\/\/\S+update-payment\S+/.exec(world.mail(newest?.mailId ?? "")?.text ?? "")?.[0];
    if (link === undefined) return;
    const { open, press } = visitor(world.portal);
    const action = await open(link);
    const place = action === undefined ? undefined : await press(action);
    const id = place?.split("/").at(-1) ?? "";
    if (world.stripePages.portalSession(id) !== undefined)
      await world.stripePages.replaceMethod(id, pick(chosen, draw));
    else if (world.stripePages.hostedInvoice(id)?.asksToConfirm) await world.stripePages.confirmHostedInvoice(id);
  },
  "leaves at the period's end": ifAlive((whose) => cancelAtPeriodEnd(accountOf(whose), whose.subscription.id)),
  "stays after all": ifAlive((whose) => cancelAtPeriodEnd(accountOf(whose), whose.subscription.id, false)),
  leaves: ifAlive((whose) => cancelSubscription(accountOf(whose), whose.subscription.id, "cancellation_requested")),
  "is deleted": (whose, [draw]) => {
    if (draw < 0.3) deleteCustomer(accountOf(whose), whose.customerId);
  },
  upgrades: ifAlive((whose, [draw, waits]) => {
    const price = dearerThan(whose.subscription.price);
    if (price === undefined || whose.subscription.status === "incomplete") return;
    upgrade(accountOf(whose), whose.subscription.id, {
      price,
      amountMinor: 10 + tens(9000 * draw),
      waits: waits < 0.5,
    });
  }),
  "buys something once": (whose) => void billOnce(accountOf(whose), whose.customerId, whose.subscription.price),
  "company pauses": ifAlive((whose, [draw, ends]) => {
    const behaviors: readonly [PauseBehavior, ...PauseBehavior[]] = ["keep_as_draft", "mark_uncollectible", "void"];
    const resumesAt = ends < 0.5 ? accountOf(whose).later(Math.ceil(ends * 60)) : null;
    if (whose.subscription.pause === null)
      pauseCollection(accountOf(whose), whose.subscription.id, pick(behaviors, draw), { resumesAt });
  }),
  "company resumes": ifAlive((whose) => {
    if (whose.subscription.pause?.by === "merchant") pauseCollection(accountOf(whose), whose.subscription.id, null);
  }),
  "company sends invoices": ifAlive((whose) =>
    setCollectionMethod(accountOf(whose), whose.subscription.id, "send_invoice"),
  ),
  "company charges again": ifAlive((whose) =>
    setCollectionMethod(accountOf(whose), whose.subscription.id, "charge_automatically"),
  ),
  "company stops Stripe": ifOpen((whose) => setAutoAdvance(accountOf(whose), whose.invoice.id, false)),
  "company lets Stripe go on": ifOpen((whose) => setAutoAdvance(accountOf(whose), whose.invoice.id, true)),
  "company lets Stripe retry": (whose) => {
    whose.subscription.retriedByStripe = true;
  },
  "company credits": ifOpen((whose, [draw]) => {
    const amountMinor = draw > 0.8 ? remainingOf(whose.invoice) : tens(remainingOf(whose.invoice) * draw);
    if (amountMinor > 0) creditInvoice(accountOf(whose), whose.invoice.id, amountMinor);
  }),
  "company takes a credit back": (whose) => {
    const notes = [...accountOf(whose).books.creditNotes.values()];
    const note = notes.find(({ invoiceId, status }) => invoiceId === whose.invoice.id && status === "issued");
    if (note && !isInFlight(accountOf(whose), whose.invoice)) voidCreditNote(accountOf(whose), note.id);
  },
  "company voids": ifOpen((whose) => voidInvoice(accountOf(whose), whose.invoice.id)),
  "company gives up": ifOpen((whose) => markUncollectible(accountOf(whose), whose.invoice.id)),
  "company refunds": ifPaid((whose, chargeId, left, [draw]) => {
    refund(accountOf(whose), chargeId, draw > 0.5 ? left : Math.max(10, tens(left * draw)));
  }),
  "company credits what was paid": ifPaid((whose, _chargeId, left, [draw]) => {
    creditInvoice(accountOf(whose), whose.invoice.id, Math.max(10, tens(left * draw)));
  }),
  "bank disputes": ifPaid((whose, chargeId, _left, [won]) => {
    const dispute = openDispute(accountOf(whose), chargeId, "fraudulent");
    if (won < 0.6) closeDispute(accountOf(whose), dispute.id, won < 0.3 ? "won" : "lost");
  }),
  "is told of twice within a second": (whose) => {
    touchSubscription(accountOf(whose), whose.subscription.id);
    touchSubscription(accountOf(whose), whose.subscription.id);
  },
} as const satisfies Record<string, Deed>;

export type DeedName = keyof typeof deeds;

/** A card never expires by being told so: its expiry stands on it. */
const cardKindsOfTrouble: readonly [CardTroubleKind, ...CardTroubleKind[]] = [
  "insufficient-funds",
  ...cardTroubleKinds.filter((kind) => kind !== "expired" && kind !== "insufficient-funds"),
];
