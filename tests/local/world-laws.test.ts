import { afterAll, beforeAll, expect, it } from "vitest";
import type { ChargeRecord } from "../../local/providers/stripe/records.ts";
import type { World } from "../../local/world/world.ts";
import { declinedRenewal, emptyWorld, type Troubled } from "./lifecycle-world.ts";
import { brokenLaws } from "./world-laws.ts";

// The laws judge the other tests, so each must be seen to bite.
let world: World;
let troubled: Troubled;
beforeAll(async () => {
  world = await emptyWorld();
  troubled = await declinedRenewal(world, { kind: "lost" });
  await world.advance("P5D");
});
afterAll(() => world.stop());

const books = () => world.embedded.stripe.account.books;

/** What the laws say while the world is bent out of shape. */
function brokenWhile(bend: () => () => void): string[] {
  const straighten = bend();
  try {
    return brokenLaws(world);
  } finally {
    straighten();
  }
}

it("finds nothing wrong with a sound world", () => {
  expect(brokenLaws(world)).toEqual([]);
});

it("notices a message that was sent twice", () => {
  const { sent } = world.embedded.outbox;
  const broken = brokenWhile(() => {
    const [mail] = sent;
    if (mail && Array.isArray(sent)) sent.push(mail);
    return () => Array.isArray(sent) && sent.pop();
  });
  expect(broken).toEqual([`Message ${sent[0]?.email.messageKey} was sent twice.`]);
});

/** The renewal's own charge, with which more are made up. */
function declinedCharge() {
  const [declined] = [...books().charges.values()].filter(({ invoiceId }) => invoiceId === troubled.invoiceId);
  if (declined === undefined) throw new Error("The renewal was not charged.");
  return declined;
}

function brokenWithCharges(...charges: readonly ChargeRecord[]): string[] {
  return brokenWhile(() => {
    for (const charge of charges) books().charges.set(charge.id, charge);
    return () => {
      for (const { id } of charges) books().charges.delete(id);
    };
  });
}

it("notices an invoice that was paid twice, and a key that charged twice", () => {
  const paid = { ...declinedCharge(), status: "succeeded", trouble: undefined, idempotencyKey: "one" } as const;
  expect(brokenWithCharges({ ...paid, id: "ch_a" }, { ...paid, id: "ch_b" })).toEqual([
    `Of invoice ${troubled.invoiceId}, over 4900, 9800 were taken.`,
    "The key one charged twice.",
  ]);
});

it("notices a card that was tried again after its bank had refused it for good", () => {
  const declined = declinedCharge();
  expect(brokenWithCharges({ ...declined, id: "ch_a", idempotencyKey: "one" })).toEqual([
    `Charge ch_a tried card ${declined.methodId} again, which its bank had refused for good.`,
  ]);
});

it("notices a message that asks for money after it was paid", () => {
  const invoice = books().invoices.get(troubled.invoiceId);
  if (invoice === undefined) throw new Error("There is no invoice.");
  const broken = brokenWhile(() => {
    invoice.paidAt = troubled.declinedAt;
    return () => {
      invoice.paidAt = null;
    };
  });
  expect(broken).toEqual([expect.stringContaining(`after the invoice was paid at ${troubled.declinedAt}`)]);
});

it("notices a case that says something else than its provider, or has no end", async () => {
  const invoice = books().invoices.get(troubled.invoiceId);
  if (invoice === undefined) throw new Error("There is no invoice.");
  await world.advance("P40D");
  expect(brokenLaws(world)).toEqual([]);
  const broken = brokenWhile(() => {
    invoice.status = "open";
    return () => {
      invoice.status = "uncollectible";
    };
  });
  expect(broken).toEqual([`Case ${troubled.caseId} is lost, its invoice is open.`]);
});
