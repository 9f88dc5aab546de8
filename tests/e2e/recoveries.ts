import assert from "node:assert/strict";
import type { DunningCase } from "../../functions/dunning/case.ts";
import { instantOfMs } from "../../functions/platform/instant.ts";
import type { Account, Mail } from "./account.ts";
import { reachable } from "./deployment.ts";
import type { MiniStack } from "./ministack.ts";
import { say, type Tally } from "./tally.ts";
import { until } from "./until.ts";
import type { Payer, World } from "./world.ts";

/** What it takes to follow a case: the account it runs in and the world it happens in. */
export interface Stage {
  readonly ministack: MiniStack;
  readonly account: Account;
  readonly world: World;
  readonly tally: Tally;
}

/** The only case of a payer's invoice, once `fits` holds for it. */
export function caseOf({ account }: Stage, payer: Payer, what: string, fits: (found: DunningCase) => boolean) {
  return until(`${payer.email}: ${what}`, async () => {
    const found = (await account.cases()).filter(({ invoiceId }) => invoiceId === payer.invoiceId);
    return found.find(fits);
  });
}

/** The e-mails a payer was sent, oldest first. */
export const mailsTo = async ({ account }: Stage, payer: Payer): Promise<Mail[]> =>
  (await account.mails()).filter(({ To }) => To.includes(payer.email));

/** The names of the messages of one case, in the order in which they were sent. */
export async function lettersOf({ account }: Stage, { caseId }: DunningCase): Promise<string[]> {
  const messages = (await account.messages()).filter((message) => message.caseId === caseId);
  return messages.sort((a, b) => (a.sentAt ?? "").localeCompare(b.sentAt ?? "")).map(({ name }) => name);
}

/** Follows the button of a payer's newest mail to Stripe's page, as a browser without scripts would. */
async function followButton(stage: Stage, payer: Payer): Promise<{ readonly location: string | null }> {
  const mail = (await mailsTo(stage, payer)).at(-1);
  const [link = ""] = /https?:\/\/\S+\/update-payment\?token=[\w.-]+/.exec(mail?.BodyText ?? "") ?? [];
  const url = reachable(link, stage.ministack);
  const page = await fetch(url);
  assert.equal(page.status, 200, `the page answered ${page.status}`);
  assert.match(await page.text(), /49\.00/);
  const answer = await fetch(url, { method: "POST", redirect: "manual" });
  assert.equal(answer.status, 303, `the button answered ${answer.status}`);
  return { location: answer.headers.get("location") };
}

/** The customer replaces the card after a letter, and the invoice is paid at once. */
export async function followRecovery(stage: Stage, name: string, afterLetter: string): Promise<void> {
  const { world, tally } = stage;
  const payer = world.renewWithoutFunds(name);
  const who = `${name}, who replaces the card after "${afterLetter}"`;
  const written = (found: DunningCase) => found.status === "open" && found.lastMessage === afterLetter;
  let paused = false;
  let closed: DunningCase | undefined;
  await tally.check(`${who}: the failed renewal became a case, retried and written about`, async () => {
    const open = await caseOf(stage, payer, `is written "${afterLetter}"`, written);
    assert.equal(open.amount.amountMinor, 4900);
    assert.equal(open.decline?.providerCode, "insufficient_funds");
    assert.ok(open.attempts.length > 0 && open.attempts.every(({ result }) => result === "declined"));
    paused = open.paused;
    assert.equal(world.stripe.account.books.subscriptions.get(payer.subscriptionId)?.pause !== null, paused);
  });
  await tally.check(`${who}: the button in the mail leads to Stripe's own page`, async () => {
    const { location } = await followButton(stage, payer);
    assert.match(location ?? "", /^https:\/\/stripe\.example\/stripe\/portal\/bps_/);
  });
  say(`${name} puts in a new card.`);
  world.stripe.replaceCard(payer.customerId, "visa");
  await tally.check(`${who}: the new card pays the old invoice, and the case closes`, async () => {
    closed = await caseOf(stage, payer, "closes", ({ status }) => status === "closed");
    assert.equal(world.stripe.account.books.invoices.get(payer.invoiceId)?.status, "paid");
    const { at: _, ...outcome } = closed.outcome ?? { at: "" };
    assert.deepEqual(outcome, { kind: "recovered", how: "new-card", afterMessage: afterLetter });
  });
  await tally.check(`${who}: was charged once for it`, () => {
    const charges = [...world.stripe.account.books.charges.values()].filter(
      ({ invoiceId, trouble }) => invoiceId === payer.invoiceId && trouble === undefined,
    );
    assert.equal(charges.length, 1);
  });
  await tally.check(`${who}: the subscription is collected again`, () => {
    assert.equal(world.stripe.account.books.subscriptions.get(payer.subscriptionId)?.pause, null);
    assert.equal(
      closed?.timeline.some(({ what }) => what === "resume"),
      paused,
    );
  });
  await tally.check(`${who}: nothing but thanks was written after the payment`, async () => {
    const paidAt = world.stripe.account.books.invoices.get(payer.invoiceId)?.paidAt ?? "";
    const after = (await mailsTo(stage, payer)).filter(({ Timestamp }) => instantOfMs(Timestamp * 1000) > paidAt);
    assert.equal(after.length, 1, after.map(({ Subject }) => Subject).join("; "));
    assert.equal((await lettersOf(stage, await caseOf(stage, payer, "closed", () => true))).at(-1), "recovered");
  });
}

/** Nobody does anything, and the ladder is climbed to its end. */
export async function followLoss(stage: Stage, name: string): Promise<void> {
  const { world, tally } = stage;
  const payer = world.renewWithoutFunds(name);
  const who = `${name}, who does nothing`;
  await tally.check(`${who}: the case ends as lost, the invoice is given up`, async () => {
    const closed = await caseOf(stage, payer, "closes", ({ status }) => status === "closed");
    assert.equal(closed.outcome?.kind, "lost");
    assert.equal(closed.attempts.length, 3);
    assert.equal(world.stripe.account.books.invoices.get(payer.invoiceId)?.status, "uncollectible");
  });
  await tally.check(`${who}: was written to at each step, once`, async () => {
    const closed = await caseOf(stage, payer, "closed", ({ status }) => status === "closed");
    const ladder = ["payment-failed", "pause-warning", "paused", "final-notice", "ended"];
    const letters = await lettersOf(stage, closed);
    assert.deepEqual(
      letters.filter((letter) => letter !== "hand-over"),
      ladder,
    );
    assert.equal((await mailsTo(stage, payer)).length, ladder.length);
  });
  await tally.check(`${who}: billing support was asked to take over`, async () => {
    const asked = (await stage.account.mails()).filter(({ To }) => To.includes("support@orbit.example"));
    assert.equal(asked.length, 1);
  });
  await tally.check(`${who}: the subscription stays paused`, () => {
    assert.notEqual(world.stripe.account.books.subscriptions.get(payer.subscriptionId)?.pause, null);
  });
}
