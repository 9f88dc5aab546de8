import type { Email } from "../../functions/platform/ports/mailer.ts";
import type { Actor } from "../engine/actor.ts";
import { timetable } from "../engine/timetable.ts";
import { known } from "../providers/stripe/account.ts";
import type { RenewalHooks } from "../providers/stripe/simulated-stripe.ts";
import { arrive } from "./arrivals.ts";
import { fates } from "./fates.ts";
import { planScan, planVisit } from "./link-visits.ts";
import { invent } from "./person.ts";
import { actsOn, type Response } from "./responses.ts";
import type { Deed, Surroundings } from "./surroundings.ts";
import { respondUnprompted } from "./unprompted.ts";

/** The customers of the invented company: they pay, run into trouble, read their mail, act or do not. */
export interface Population extends Actor {
  /** What befalls their cards at renewal, and how they take it. */
  readonly hooks: RenewalHooks;
  /** A message has reached a mailbox. */
  receive(email: Email): void;
}

/** Invents `count` customers and brings them into the world. */
export function population(options: Omit<Surroundings, "plan"> & { readonly count: number }): Population {
  const { seed, count, start, stripe } = options;
  const { books, clock } = stripe.account;
  const deeds = timetable<Deed>();
  const world: Surroundings = { ...options, plan: deeds.add };
  const deal = fates(seed);
  // What each customer in trouble does about it.
  const responding = new Map<string, Response>();
  const invented = new Set<string>();
  for (const person of invent(seed, count, start)) arrive(world, person, (customerId) => invented.add(customerId));

  const customerAt = (address: string) => [...books.customers.values()].find(({ email }) => email === address);

  return {
    name: "people",
    nextAt: deeds.nextAt,
    act: async () => {
      await deeds.take()?.();
    },
    hooks: {
      beforeCharge: (invoiceId) => {
        const { customerId } = known(books.invoices, invoiceId);
        if (!invented.has(customerId)) return;
        const struck = deal.strike(clock.now());
        const { defaultMethodId } = known(books.customers, customerId);
        if (struck === undefined || defaultMethodId === null) return;
        known(books.methods, defaultMethodId).trouble = struck.trouble;
        responding.set(customerId, struck.response);
      },
      afterCharge: (invoiceId) => {
        const invoice = known(books.invoices, invoiceId);
        if (invoice.status !== "open" || !invented.has(invoice.customerId)) return;
        const response = responding.get(invoice.customerId) ?? deal.onExpiry();
        responding.set(invoice.customerId, response);
        respondUnprompted(world, response, invoice);
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
