import assert from "node:assert/strict";
import type { DunningCase } from "../../functions/dunning/case.ts";
import type { MessageName } from "../../functions/dunning/message-kinds.ts";
import type { Message } from "../../functions/messages/message.ts";
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
  const messages = (await account.messages()).filter(({ about }) => about.id === caseId);
  return messages.sort((a, b) => (a.sentAt ?? "").localeCompare(b.sentAt ?? "")).map(({ name }) => name);
}

/** The link in the mail that a message became. */
async function linkIn(stage: Stage, message: Message): Promise<string> {
  const mail = (await stage.account.mails()).find(({ MessageId }) => MessageId === message.serviceMessageId);
  const [link = ""] = /https?:\/\/\S+\/update-payment\?token=[\w.-]+/.exec(mail?.BodyText ?? "") ?? [];
  return reachable(link, stage.ministack);
}

/** Opens the page behind the button and presses it, as a browser without scripts would. @returns where that leads. */
async function pressButton(url: string): Promise<string | null> {
  const page = await fetch(url);
  assert.equal(page.status, 200, `the page answered ${page.status}`);
  assert.match(await page.text(), /49\.00/);
  const answer = await fetch(url, { method: "POST", redirect: "manual" });
  assert.equal(answer.status, 303, `the button answered ${answer.status}`);
  return answer.headers.get("location");
}

/** The customer replaces the card after a letter, and the invoice is paid at once. */
export async function followRecovery(stage: Stage, name: string, letter: MessageName): Promise<void> {
  const { world, tally, account } = stage;
  const { books } = world.stripe.account;
  const payer = world.renewWithoutFunds(name);
  const who = `${name}, who replaces the card after "${letter}"`;
  const written = await until(`${payer.email} is sent "${letter}"`, async () =>
    (await account.messages()).find(
      (message) => message.to === payer.email && message.name === letter && message.sentAt !== undefined,
    ),
  );
  await tally.check(`${who}: the failed renewal became a case, and the card was tried again`, async () => {
    const open = await caseOf(stage, payer, "is there", () => true);
    assert.deepEqual(open.amount, { amountMinor: 4900, currency: "EUR" });
    assert.equal(open.decline?.providerCode, "insufficient_funds");
    assert.ok(open.attempts.length > 0 && open.attempts.every(({ result }) => result === "declined"));
  });
  await tally.check(`${who}: the button in the mail leads to Stripe's own page`, async () => {
    const location = await pressButton(await linkIn(stage, written));
    assert.match(location ?? "", /^https:\/\/stripe\.example\/stripe\/portal\/bps_/);
  });
  say(`${name} puts in a new card.`);
  world.stripe.replaceCard(payer.customerId, "visa");
  const closed = await caseOf(stage, payer, "is closed", ({ status }) => status === "closed");
  await tally.check(`${who}: the new card paid the old invoice, once`, () => {
    assert.equal(books.invoices.get(payer.invoiceId)?.status, "paid");
    const { at: _, ...outcome } = closed.outcome ?? { at: "" };
    assert.deepEqual(outcome, { kind: "recovered", how: "new-card", afterMessage: letter, recoveredMinor: 4900 });
    const charges = [...books.charges.values()].filter(({ invoiceId }) => invoiceId === payer.invoiceId);
    assert.equal(charges.filter(({ trouble }) => trouble === undefined).length, 1);
  });
  await tally.check(`${who}: the subscription is collected ${letter === "paused" ? "again" : "as before"}`, () => {
    assert.equal(books.subscriptions.get(payer.subscriptionId)?.pause, null);
    const happened = (act: string) => Object.keys(closed.done).some((key) => key.endsWith(`:${act}`));
    assert.equal(happened("resume"), happened("pause"));
    if (letter === "paused") assert.ok(happened("resume"));
  });
  await tally.check(`${who}: nothing but thanks was written after the payment`, async () => {
    const paidAt = books.invoices.get(payer.invoiceId)?.paidAt ?? "";
    const after = (await mailsTo(stage, payer)).filter(({ Timestamp }) => instantOfMs(Timestamp * 1000) > paidAt);
    assert.equal(after.length, 1, after.map(({ Subject }) => Subject).join("; "));
    assert.equal((await lettersOf(stage, closed)).at(-1), "recovered");
  });
}

/** Nobody does anything, and the ladder is climbed to its end. */
export async function followLoss(stage: Stage, name: string): Promise<void> {
  const { world, tally } = stage;
  const payer = world.renewWithoutFunds(name);
  const who = `${name}, who does nothing`;
  const closed = await caseOf(stage, payer, "is closed", ({ status }) => status === "closed");
  await tally.check(`${who}: the case ended as lost, the invoice is given up`, () => {
    assert.equal(closed.outcome?.kind, "lost");
    assert.equal(closed.attempts.length, 3);
    assert.equal(world.stripe.account.books.invoices.get(payer.invoiceId)?.status, "uncollectible");
  });
  await tally.check(`${who}: was written to at each step, once`, async () => {
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
