import type { Email } from "../../functions/platform/ports/mailer.ts";
import type { Actor } from "../engine/actor.ts";
import { timetable } from "../engine/timetable.ts";
import { known } from "../providers/stripe/account.ts";
import { defaultMethodOf } from "../providers/stripe/charges.ts";
import type { InvoiceRecord, SubscriptionRecord } from "../providers/stripe/records.ts";
import type { RenewalHooks } from "../providers/stripe/simulated-stripe.ts";
import { arrive } from "./arrivals.ts";
import { expectAftermath, expectIntervention } from "./company.ts";
import { fates } from "./fates.ts";
import { planScan, planVisit } from "./link-visits.ts";
import { type Lives, livesOf } from "./lives.ts";
import { familyOf } from "./method-family.ts";
import { invent } from "./person.ts";
import { actsOn, type Response } from "./responses.ts";
import type { Deed, Surroundings } from "./surroundings.ts";
import { expectTurns, type Fortune } from "./turns.ts";
import { respondUnprompted } from "./unprompted.ts";

/** The customers of the invented company: they pay, run into trouble, read their mail, act or do not. */
export interface Population extends Actor {
  /** What befalls their cards at renewal, and how they take it. */
  readonly hooks: RenewalHooks;
  /** A message has reached a mailbox. */
  receive(email: Email): void;
}

/** Invents `count` customers and brings them into the world. */
export function population(
  options: Omit<Surroundings, "plan"> & { readonly count: number; readonly lives?: Lives },
): Population {
  const { seed, count, start, stripe, lives = "plain" } = options;
  const { books, clock } = stripe.account;
  const deeds = timetable<Deed>();
  const world: Surroundings = { ...options, lives, plan: deeds.add };
  const deal = fates(seed, lives);
  // What each customer in trouble does about it.
  const responding = new Map<string, Response>();
  const invented = new Set<string>();

  const failed = (invoice: InvoiceRecord, response: Response) => {
    responding.set(invoice.customerId, response);
    respondUnprompted(world, response, invoice);
    if (lives === "full") expectIntervention(world, invoice);
  };
  const fortune: Fortune = { fates: deal, onFailed: failed };
  const settleIn = (customerId: string, subscriptions: readonly SubscriptionRecord[]) => {
    invented.add(customerId);
    if (lives === "full") for (const subscription of subscriptions) expectTurns(world, subscription, fortune);
  };
  const lifeFor = livesOf(lives, seed);
  for (const person of invent(seed, count, start)) arrive(world, lifeFor(person), settleIn);

  const customerAt = (address: string) => [...books.customers.values()].find(({ email }) => email === address);

  return {
    name: "people",
    nextAt: deeds.nextAt,
    act: async () => {
      await deeds.take()?.();
    },
    hooks: {
      beforeCharge: (invoiceId) => {
        const invoice = known(books.invoices, invoiceId);
        if (!invented.has(invoice.customerId)) return;
        const method = books.methods.get(defaultMethodOf(stripe.account, invoice) ?? "");
        const struck = deal.strike(clock.now(), method && familyOf(method));
        if (struck === undefined || method === undefined) return;
        method.trouble = struck.trouble;
        responding.set(invoice.customerId, struck.response);
      },
      afterCharge: (invoiceId) => {
        const invoice = known(books.invoices, invoiceId);
        if (!invented.has(invoice.customerId)) return;
        const isOpen = invoice.status === "open";
        if (lives === "full") expectAftermath(world, invoice, isOpen ? "after trouble" : "usual");
        if (isOpen && invoice.attemptCount > 0) failed(invoice, responding.get(invoice.customerId) ?? deal.onExpiry());
      },
    },
    receive: (email) => {
      const customer = customerAt(email.to);
      if (customer === undefined) return;
      planScan(world, email);
      if (actsOn(responding.get(customer.id), email.name))
        planVisit(world, email, () => responding.delete(customer.id));
    },
  };
}
