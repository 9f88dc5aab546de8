import { plus } from "../../functions/platform/duration.ts";
import type { Instant } from "../../functions/platform/instant.ts";
import { visitor } from "../../local/population/visitor.ts";
import { createCustomer, type NewCustomer } from "../../local/providers/stripe/customers.ts";
import type { ChosenKind } from "../../local/providers/stripe/methods.ts";
import type { Price, Trouble } from "../../local/providers/stripe/records.ts";
import { subscribe } from "../../local/providers/stripe/subscriptions.ts";
import { createWorld, type World } from "../../local/world/world.ts";
import { fairWeather, type WorldOptions } from "../../local/world/world-options.ts";

/** A world without people, in fair weather: what happens in it, a test makes happen. */
export const emptyWorld = (options: Partial<WorldOptions> = {}): Promise<World> =>
  createWorld({ ...fairWeather, customers: 0, ...options });

const team: Price = {
  id: "price_team_month_eur",
  productName: "Orbit Team",
  nickname: "Team",
  lineDescription: "1 × Orbit Team (at €49.00 / month)",
  amountMinor: 4900,
  currency: "eur",
  interval: "month",
};

const ada: NewCustomer = {
  name: "Ada Nowak",
  email: "ada@mail.example",
  phone: null,
  country: "PL",
  locale: "pl",
  metadata: { time_zone: "Europe/Warsaw" },
};

/** One customer whose renewal is declined, and what to do with her. */
export interface Troubled {
  readonly customerId: string;
  readonly invoiceId: string;
  readonly subscriptionId: string;
  /** Of all subscriptions. */
  readonly invoiceIds: readonly string[];
  readonly caseId: string;
  /** A moment soon after the decline. */
  readonly declinedAt: Instant;
}

/** Subscribes a customer, puts the card into trouble, and plays until the renewal was declined and known. */
export async function declinedRenewal(
  world: World,
  trouble: Trouble,
  changes: Partial<NewCustomer & Pick<Price, "amountMinor" | "currency">> = {},
  subscriptionCount: 1 | 2 = 1,
): Promise<Troubled> {
  const { account, replaceCard } = world.embedded.stripe;
  const { amountMinor = team.amountMinor, currency = team.currency, ...facts } = changes;
  const customer = createCustomer(account, { ...ada, ...facts });
  const card = replaceCard(customer.id, "visa");
  const first = subscribe(account, customer.id, { ...team, amountMinor, currency }, {});
  const others = subscriptionCount === 1 ? [] : [subscribe(account, customer.id, team, {})];
  await world.advanceTo(plus(first.periodEndsAt, "PT30M"));
  card.trouble = trouble;
  await world.advance("PT1H");
  const invoiceIds = [first, ...others].map(({ latestInvoiceId }) => latestInvoiceId ?? "");
  const [invoiceId = ""] = invoiceIds;
  return {
    customerId: customer.id,
    invoiceId,
    subscriptionId: first.id,
    invoiceIds,
    caseId: `stripe-${invoiceId}`,
    declinedAt: world.now(),
  };
}

/** The case as it is now; fails if there is none. */
export function caseOf(world: World, { caseId }: Troubled) {
  const dunningCase = world.dunningCases().find((one) => one.caseId === caseId);
  if (dunningCase === undefined) throw new Error(`There is no case ${caseId}.`);
  return dunningCase;
}

/** Names of the messages that were sent, oldest first. */
export const messagesSent = (world: World): string[] =>
  world
    .mails()
    .map(({ name }) => name)
    .reverse();

/** Follows the link of the newest mail, presses the button, and puts that card into the billing portal. */
export async function replaceCardThroughMail(world: World, kind: ChosenKind): Promise<void> {
  const [newest] = world.mails();
  const link = /https?:\/\/\S+/.exec(world.mail(newest?.mailId ?? "")?.text ?? "")?.[0] ?? "";
  const { open, press } = visitor(world.portal);
  const portalUrl = await press((await open(link)) ?? "");
  await world.stripePages.replaceMethod(portalUrl?.split("/").at(-1) ?? "", kind);
}
