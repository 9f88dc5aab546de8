import { expect, it } from "vitest";
import { parseKnownCustomer } from "../../../functions/billing/known-customer.ts";
import { caseItem } from "../../../functions/dunning/case-store.ts";
import { settlingCases } from "../../../functions/dunning/settled-cases.ts";
import { claim, confirmSent } from "../../../functions/messages/ledger.ts";
import { messageItem } from "../../../functions/messages/message-item.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { sampleMessage } from "../messages/sample-message.ts";
import { openedAt, sampleCase, samplePolicy } from "./sample-case.ts";

const closed = sampleCase({ status: "closed", outcome: { kind: "lost", at: openedAt } });
const claimed = claim(
  { ...sampleMessage, customerId: closed.customerId, about: { room: "dunning", id: closed.caseId } },
  openedAt,
  "PT1H",
);
const sent = confirmSent(claimed, "ses-1", openedAt);
const payer = (letter = sent, settledBefore = plus(openedAt, "P1D")) => ({
  items: [messageItem(letter, 1), caseItem(closed, 1, openedAt, samplePolicy)],
  known: parseKnownCustomer(closed.customerId, []),
  settledBefore,
});
const movesOf = (one: ReturnType<typeof payer>, isCurrent = false) => settlingCases(one).moves(() => isCurrent);

it("a case that is closed for long moves after its letters, which keep no live link", () => {
  const moves = movesOf(payer());
  expect(moves.map(({ item }) => item.kind)).toEqual(["message", "dunning"]);
  expect(JSON.stringify(sent.values)).toContain("abc.def");
  expect(JSON.stringify(moves[0]?.kept)).not.toContain("abc.def");
  expect(moves[0]?.kept?.["values"]).toMatchObject({ actionUrl: "" });
});

it("stays while its invoice does, while it is in sight, and needs its facts until then", () => {
  expect(movesOf(payer(), true)).toEqual([]);
  const lately = payer(sent, "2020-01-01T00:00:00.000Z");
  expect(movesOf(lately)).toEqual([]);
  expect(settlingCases(lately).needed).toContain(`invoice#${closed.invoiceId}`);
  expect(settlingCases(payer()).needed.size).toBe(0);
});

it("leaves a letter that is still on its way where it is", () => {
  expect(movesOf(payer(claimed)).map(({ item }) => item.kind)).toEqual(["dunning"]);
});
