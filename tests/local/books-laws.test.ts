import { describe, expect, it } from "vitest";
import { plusMs } from "../../functions/platform/instant.ts";
import type { ApiChange, Books, ChargeRecord, Trouble } from "../../local/providers/stripe/records.ts";
import { pauseCollection } from "../../local/providers/stripe/subscriptions.ts";
import {
  againstTheCompany,
  askedInFlight,
  brokenBooks,
  chargedAfterNever,
  paidTooMuch,
  passedBudgets,
  pausedThoughPaid,
} from "./books-laws.ts";
import { declinedRenewal } from "./providers/stripe/stripe-fixture.ts";

// The laws judge the other tests, so each must be seen to bite.
const hourMs = 3_600_000;

/** Books in which a renewal was declined, and its charge, of which more are made up. */
async function declined(kind: Trouble["kind"] & ("lost" | "generic" | "authentication-required")) {
  const { world, subscription, invoiceId } = await declinedRenewal(kind);
  const { books, clock } = world.stripe.account;
  const [charge] = [...books.charges.values()].filter((one) => one.invoiceId === invoiceId);
  if (charge === undefined) throw new Error("The renewal was not charged.");
  const addCharge = (id: string, afterHours: number, changes: Partial<ChargeRecord> = {}) => {
    const at = plusMs(charge.createdAt, afterHours * hourMs);
    books.charges.set(id, { ...charge, id, by: "api", createdAt: at, answeredAt: at, ...changes });
  };
  return { world, books, subscription, charge, addCharge, invoiceId, now: clock.now() };
}
const ask = (books: Books, id: string, request: string, changes: Partial<ApiChange> = {}) =>
  books.changes.push({
    id,
    request,
    form: "",
    status: 200,
    at: "2026-03-05T00:00:00.000Z",
    against: undefined,
    ...changes,
  });

it("find nothing wrong with sound books", async () => {
  const { books, now } = await declined("lost");
  expect(brokenBooks(books, now)).toEqual([]);
});

describe("a number refused for good", () => {
  it("is charged again through the API by another method of the same number", async () => {
    const { books, charge, addCharge } = await declined("lost");
    addCharge("ch_a", 24, { methodId: "pm_again", invoiceId: "in_other" });
    expect(chargedAfterNever(books)).toEqual([
      `Charge ch_a tried ${charge.fingerprint}, which was refused for good at ${charge.createdAt}.`,
    ]);
  });

  it("may be charged before anybody can have heard of it, by the provider, and after it was paid with", async () => {
    const { books, addCharge } = await declined("authentication-required");
    addCharge("ch_soon", 1);
    addCharge("ch_own", 24, { by: "stripe" });
    addCharge("ch_confirmed", 25, { by: "customer", status: "succeeded", trouble: undefined });
    addCharge("ch_next", 800, { trouble: undefined, status: "succeeded", invoiceId: "in_other" });
    expect(chargedAfterNever(books)).toEqual([]);
  });
});

it("count everybody's charges against a budget, and blame who uses the API", async () => {
  const { books, addCharge } = await declined("generic");
  for (let number = 2; number <= 20; number++)
    addCharge(`ch_${number}`, number, { by: number % 2 ? "stripe" : "customer" });
  expect(passedBudgets(books)).toEqual([]);
  addCharge("ch_stripe", 30, { by: "stripe" });
  expect(passedBudgets(books)).toEqual([]);
  addCharge("ch_ours", 31);
  expect(passedBudgets(books)).toEqual(["Charge ch_ours was number 22 of its number in 30 days, not 20."]);
});

it("notice that more was taken than was owed, what is on its way included", async () => {
  const { books, addCharge, invoiceId } = await declined("generic");
  addCharge("ch_part", 5, { status: "succeeded", amountMinor: 4000 });
  expect(paidTooMuch(books)).toEqual([]);
  addCharge("ch_debit", 6, { status: "pending", amountMinor: 1000 });
  expect(paidTooMuch(books)).toEqual([`Of invoice ${invoiceId}, over 4900, 5000 were taken.`]);
});

it("notice what was asked while a payment was on its way, but for lifting a pause", async () => {
  const { books, addCharge, subscription, invoiceId } = await declined("generic");
  addCharge("ch_debit", 24, { status: "pending", answeredAt: "2026-03-06T00:00:00.000Z" });
  ask(books, invoiceId, `POST /v1/invoices/${invoiceId}/pay`, { at: "2026-03-01T00:00:00.000Z" });
  ask(books, invoiceId, `POST /v1/invoices/${invoiceId}/pay`);
  ask(books, subscription.id, `POST /v1/subscriptions/${subscription.id}`, { form: "pause_collection=" });
  ask(books, invoiceId, `POST /v1/invoices/${invoiceId}/pay`, { at: "2026-03-07T00:00:00.000Z" });
  expect(askedInFlight(books)).toEqual([
    `POST /v1/invoices/${invoiceId}/pay was asked at 2026-03-05T00:00:00.000Z, while ch_debit was on its way.`,
  ]);
});

it("notice what was asked against the company's own arrangements", async () => {
  const { books, invoiceId } = await declined("generic");
  ask(books, invoiceId, `POST /v1/invoices/${invoiceId}/pay`, { against: "pause" });
  expect(againstTheCompany(books)).toHaveLength(1);
});

it("notice who was paused by us and owes nothing any more", async () => {
  const { world, books, subscription, invoiceId } = await declined("generic");
  const { account } = world.stripe;
  pauseCollection(account, subscription.id, "keep_as_draft", { by: "api" });
  await world.advance("P5D");
  expect(pausedThoughPaid(books, account.clock.now())).toEqual([]);
  world.stripe.payHostedInvoice(invoiceId, "visa");
  await world.advance("P2D");
  expect(pausedThoughPaid(books, account.clock.now())).toEqual([]);
  await world.advance("P2D");
  expect(pausedThoughPaid(books, account.clock.now())).toHaveLength(1);
  pauseCollection(account, subscription.id, "void", { by: "merchant" });
  expect(pausedThoughPaid(books, account.clock.now())).toEqual([]);
});
