import { plusMs } from "../../functions/platform/instant.ts";
import type { Email } from "../../functions/platform/ports/mailer.ts";
import { type Random, randomFor } from "../engine/random.ts";
import { known } from "../providers/stripe/account.ts";
import { replaceDefaultMethod } from "../providers/stripe/customers.ts";
import { type ChosenKind, sameNumber } from "../providers/stripe/methods.ts";
import type { Lives } from "./lives.ts";
import type { Surroundings } from "./surroundings.ts";

const minuteMs = 60_000;

/** What somebody puts in who has come as far as the billing portal; some think better of it. */
type PutIn = ChosenKind | "the same number" | "nothing";
const putsIn: Readonly<Record<Lives, readonly (readonly [number, PutIn])[]>> = {
  plain: [
    [60, "visa"],
    [30, "mastercard"],
    [5, "insufficient-funds"],
    [5, "nothing"],
  ],
  full: [
    [50, "visa"],
    [22, "mastercard"],
    [5, "apple_pay"],
    [3, "link"],
    [4, "sepa_debit"],
    [5, "insufficient-funds"],
    [2, "lost"],
    [4, "the same number"],
    [5, "nothing"],
  ],
};

/**
 * Plans a visit to the page behind a message's button: opens it some hours later, presses, and puts in a card, or pays or
 * confirms where the button leads to the invoice's own page.
 * @param onWorkingCard told when a card that works was put in.
 */
export function planVisit(world: Surroundings, email: Email, onWorkingCard: () => void): void {
  const url = linkIn(world, email);
  if (url === undefined) return;
  const random = randomFor(world.seed, "visit", email.messageKey);
  const { clock } = world.stripe.account;
  const inMinutes = (least: number, most: number) => plusMs(clock.now(), random.whole(least, most) * minuteMs);
  const goOn = (place: string | undefined) =>
    world.plan(inMinutes(2, 9), () => {
      if (place !== undefined && arriveAt(world, new URL(place), random)) onWorkingCard();
    });
  world.plan(inMinutes(10, 30 * 60), async () => {
    if (isHostedInvoice(url)) return goOn(url);
    const action = await world.visitor.open(url);
    if (action === undefined || !random.chance(0.95)) return;
    world.plan(inMinutes(1, 3), async () => goOn(await world.visitor.press(action)));
  });
}

const isHostedInvoice = (url: string): boolean => new URL(url).pathname.startsWith("/stripe/invoice/");

/** What somebody does at the provider's page. @returns whether it ought to help. */
function arriveAt(world: Surroundings, { pathname }: URL, random: Random): boolean {
  const id = pathname.split("/").at(-1) ?? "";
  if (pathname.startsWith("/stripe/invoice/")) return settleThere(world, id, random);
  const visit = world.stripe.visits.get(id);
  const kind = random.weighted(putsIn[world.lives ?? "plain"]);
  if (visit === undefined || kind === "nothing") return false;
  if (kind === "the same number") return putInAgain(world, visit.customerId);
  world.stripe.replaceMethod(visit.customerId, kind);
  return kind !== "insufficient-funds" && kind !== "lost";
}

/** Confirms if that was asked for, or else pays with what is at hand. */
function settleThere({ stripe }: Surroundings, invoiceId: string, random: Random): boolean {
  if (!stripe.account.books.invoices.has(invoiceId) || random.chance(0.1)) return false;
  return stripe.confirmHostedInvoice(invoiceId) || stripe.payHostedInvoice(invoiceId, "visa", random.chance(0.5));
}

/** Somebody who thinks the number was mistyped gives the same card or account once more. */
function putInAgain({ stripe: { account } }: Surroundings, customerId: string): boolean {
  const method = account.books.methods.get(known(account.books.customers, customerId).defaultMethodId ?? "");
  if (method !== undefined && method.kind !== "legacy-source")
    replaceDefaultMethod(account, customerId, sameNumber(method, account.nextId("pm"), account.clock.now()));
  return false;
}

/** Some mail services open each link to look for malware. That must change nothing. */
export function planScan(world: Surroundings, email: Email): void {
  const url = linkIn(world, email);
  const random = randomFor(world.seed, "scan", email.messageKey);
  if (url === undefined || !random.chance(0.2)) return;
  const at = plusMs(world.stripe.account.clock.now(), random.whole(1, 60) * 1000);
  world.plan(at, async () => {
    await world.visitor.open(url);
  });
}

function linkIn({ portalUrl }: Surroundings, { text }: Email): string | undefined {
  const links = text.match(/https?:\/\/[^\s<>]+/g) ?? [];
  return links.find((url) => url.startsWith(portalUrl) || isHostedInvoice(url));
}
