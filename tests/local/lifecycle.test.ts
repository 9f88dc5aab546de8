import { afterEach, describe, expect, it } from "vitest";
import type { Policy } from "../../functions/policy/policy.ts";
import { deleteCustomer } from "../../local/providers/stripe/customers.ts";
import { payOutOfBand } from "../../local/providers/stripe/invoices.ts";
import { cancelSubscription } from "../../local/providers/stripe/subscriptions.ts";
import type { World } from "../../local/world/world.ts";
import orbit from "../../retention.config.ts";
import { caseOf, declinedRenewal, emptyWorld, messagesSent, replaceCardThroughMail } from "./lifecycle-world.ts";
import { brokenLaws } from "./world-laws.ts";

let world: World;
afterEach(async () => {
  const broken = brokenLaws(world);
  await world.stop();
  expect(broken).toEqual([]);
});

const invoiceStatus = (invoiceId: string) => world.embedded.stripe.account.books.invoices.get(invoiceId)?.status;
const accountOf = () => world.embedded.stripe.account;

describe("a failed payment", () => {
  it("is recovered by a quiet retry, without a word to the customer", async () => {
    world = await emptyWorld();
    const troubled = await declinedRenewal(world, { kind: "processing-error", clearsAt: "2026-02-05T10:00:00.000Z" });
    await world.advance("P2D");
    expect(caseOf(world, troubled)).toMatchObject({ status: "closed", outcome: { kind: "recovered", how: "retry" } });
    expect(invoiceStatus(troubled.invoiceId)).toBe("paid");
    expect(messagesSent(world)).toEqual([]);
  });

  it("is recovered with a new card put in through a message's link, and thanked for", async () => {
    world = await emptyWorld();
    const troubled = await declinedRenewal(world, { kind: "insufficient-funds" });
    await world.advance("P5D");
    expect(messagesSent(world)).toEqual(["payment-failed"]);
    await replaceCardThroughMail(world, "mastercard");
    await world.advance("PT1H");
    expect(caseOf(world, troubled)).toMatchObject({
      status: "closed",
      outcome: { kind: "recovered", how: "new-card", afterMessage: "payment-failed" },
    });
    await world.advance("P40D");
    expect(messagesSent(world)).toEqual(["payment-failed", "recovered"]);
  });

  it("stays failed when the new card does not work either, and is recovered with the next one", async () => {
    world = await emptyWorld();
    const troubled = await declinedRenewal(world, { kind: "insufficient-funds" });
    await world.advance("P5D");
    await replaceCardThroughMail(world, "lost");
    await world.advance("PT1H");
    expect(caseOf(world, troubled).status).toBe("open");
    await replaceCardThroughMail(world, "visa");
    await world.advance("PT1H");
    expect(caseOf(world, troubled).outcome).toMatchObject({ kind: "recovered", how: "new-card" });
  });

  it("is lost after the whole ladder: retried, written about, paused, given up", async () => {
    world = await emptyWorld();
    const troubled = await declinedRenewal(world, { kind: "insufficient-funds" });
    await world.advance("P40D");
    const lost = caseOf(world, troubled);
    expect(lost).toMatchObject({ status: "closed", outcome: { kind: "lost" }, paused: true });
    expect(lost.attempts.length).toBeGreaterThanOrEqual(5);
    expect(invoiceStatus(troubled.invoiceId)).toBe("uncollectible");
    expect(accountOf().books.subscriptions.get(troubled.subscriptionId)?.pause?.behavior).toBe("keep_as_draft");
    expect(messagesSent(world)).toEqual([
      "payment-failed",
      "payment-reminder",
      "payment-urgent",
      "pause-warning",
      "paused",
      "final-notice",
      "ended",
    ]);
  });

  it("with a card that was reported lost is never charged again, only written about", async () => {
    world = await emptyWorld();
    const troubled = await declinedRenewal(world, { kind: "lost" });
    await world.advance("P40D");
    expect(caseOf(world, troubled).attempts).toEqual([]);
    expect([...accountOf().books.charges.values()].filter(({ trouble }) => trouble === "lost")).toHaveLength(1);
  });

  it("paid on the invoice's own page is no work of ours", async () => {
    world = await emptyWorld();
    const troubled = await declinedRenewal(world, { kind: "insufficient-funds" });
    world.embedded.stripe.payHostedInvoice(troubled.invoiceId, "visa");
    await world.advance("P20D");
    expect(caseOf(world, troubled)).toMatchObject({
      status: "closed",
      outcome: { kind: "recovered", how: "self-cure" },
    });
    expect(messagesSent(world)).toEqual([]);
  });

  it("marked paid by hand is recovered by hand", async () => {
    world = await emptyWorld();
    const troubled = await declinedRenewal(world, { kind: "lost" });
    await world.advance("P5D");
    payOutOfBand(accountOf(), troubled.invoiceId);
    await world.advance("P20D");
    expect(caseOf(world, troubled).outcome).toMatchObject({ kind: "recovered", how: "by-hand" });
    expect(messagesSent(world)).toEqual(["payment-failed", "recovered"]);
  });

  it("of a subscription that is cancelled ends without another word", async () => {
    world = await emptyWorld();
    const troubled = await declinedRenewal(world, { kind: "insufficient-funds" });
    await world.advance("P5D");
    cancelSubscription(accountOf(), troubled.subscriptionId, "cancellation_requested");
    await world.advance("P40D");
    expect(caseOf(world, troubled)).toMatchObject({ status: "closed", outcome: { kind: "cancelled" } });
    expect(messagesSent(world)).toEqual(["payment-failed"]);
  });

  it("of a customer who is deleted ends without another word", async () => {
    world = await emptyWorld();
    const troubled = await declinedRenewal(world, { kind: "insufficient-funds" });
    deleteCustomer(accountOf(), troubled.customerId);
    await world.advance("P40D");
    expect(caseOf(world, troubled).status).toBe("closed");
    expect(messagesSent(world)).toEqual([]);
  });
});

it("is only thought through in a dry run", async () => {
  const policy: Policy = { ...orbit, dunning: { ...orbit.dunning, dryRun: true } };
  world = await emptyWorld({ policy });
  const troubled = await declinedRenewal(world, { kind: "insufficient-funds" });
  await world.advance("P25D");
  const { charges, subscriptions } = accountOf().books;
  expect([...charges.values()].filter(({ idempotencyKey }) => idempotencyKey !== null)).toEqual([]);
  expect(subscriptions.get(troubled.subscriptionId)?.pause).toBeNull();
  expect(messagesSent(world)).toEqual([]);
  const { attempts, done, timeline } = caseOf(world, troubled);
  expect(attempts).toEqual([]);
  expect(Object.keys(done)).toEqual(
    expect.arrayContaining(["first-letter:retry-payment", "first-letter:notify", "pause:pause"]),
  );
  expect(timeline.map(({ reason }) => reason)).toContain("Passed over: this is a dry run.");
});

describe("a customer", () => {
  it.each([
    ["without an address", { email: null }],
    ["whose address is none", { email: "ada at orbit" }],
    ["with markup, quotes and line breaks in the name", { name: '"><script>x</script>\r\nBcc: a@b.example' }],
    ["with an unknown language and an unknown zone", { locale: "tlh", metadata: { time_zone: "Mars/Olympus" } }],
    ["fourteen hours ahead", { metadata: { time_zone: "Pacific/Kiritimati" } }],
    ["eleven hours behind", { metadata: { time_zone: "Pacific/Pago_Pago" } }],
    ["who pays in yen", { amountMinor: 4900, currency: "jpy" }],
    ["who pays in dinars of a thousand fils", { amountMinor: 4900, currency: "kwd" }],
  ])("%s goes the whole way to the end", async (_who, changes) => {
    world = await emptyWorld();
    const troubled = await declinedRenewal(world, { kind: "insufficient-funds" }, changes);
    await world.advance("P40D");
    expect(caseOf(world, troubled)).toMatchObject({ status: "closed", outcome: { kind: "lost" } });
  });

  it("whose mailbox is gone is written to once, and then left to a person", async () => {
    world = await emptyWorld();
    const troubled = await declinedRenewal(world, { kind: "insufficient-funds" }, { email: "ada@gone.example" });
    await world.advance("P40D");
    expect(messagesSent(world)).toEqual(["payment-failed", "hand-over"]);
    const { outcome, timeline } = caseOf(world, troubled);
    expect(outcome?.kind).toBe("lost");
    expect(timeline.map(({ reason }) => reason)).toContain(
      '"payment-reminder" could not be written: an earlier letter came back (Permanent: General).',
    );
  });

  it("who owes nothing has no case", async () => {
    world = await emptyWorld();
    await declinedRenewal(world, { kind: "lost" }, { amountMinor: 0 });
    expect(world.dunningCases()).toEqual([]);
  });
});

it("charges every open invoice at once when a new card comes", async () => {
  world = await emptyWorld();
  const { customerId, invoiceIds } = await declinedRenewal(world, { kind: "insufficient-funds" }, {}, 2);
  expect(invoiceIds.map(invoiceStatus)).toEqual(["open", "open"]);
  world.embedded.stripe.replaceCard(customerId, "visa");
  await world.advance("PT1M");
  expect(invoiceIds.map(invoiceStatus)).toEqual(["paid", "paid"]);
});
