import { expect, it } from "vitest";
import type { InvoiceStatus } from "../../../functions/billing/invoice.ts";
import type { DunningCase } from "../../../functions/dunning/case.ts";
import { letterStillApplies } from "../../../functions/dunning/letter-still-applies.ts";
import type { MessageName } from "../../../functions/dunning/message-kinds.ts";
import { claim } from "../../../functions/messages/ledger.ts";
import { sampleMessage } from "../messages/sample-message.ts";
import { openedAt } from "./sample-case.ts";
import { stage } from "./stage.ts";

const open: Partial<DunningCase> = {};
const recovered: Partial<DunningCase> = {
  status: "settling",
  outcome: { kind: "recovered", at: openedAt, how: "outside" },
};
const lost: Partial<DunningCase> = { status: "settling", outcome: { kind: "lost", at: openedAt } };

const placeOf = ({ customerId, caseId }: { readonly customerId: string; readonly caseId: string }) => ({
  customerId,
  about: { room: "dunning", id: caseId },
});

async function applies(
  name: MessageName,
  changes: Partial<DunningCase>,
  status: InvoiceStatus,
  caseId = "stripe-in_1",
) {
  const { ports, provider, ref } = await stage(changes);
  provider.status = status;
  return letterStillApplies(ports, claim({ ...sampleMessage, ...placeOf({ ...ref, caseId }), name }, openedAt, "PT1H"));
}

it.each<[MessageName, string, boolean, Partial<DunningCase>, InvoiceStatus]>([
  ["payment-failed", "while the invoice is open", true, open, "open"],
  ["payment-failed", "once the provider has the money, even if the case does not know yet", false, open, "paid"],
  ["payment-failed", "once the case has its outcome", false, lost, "open"],
  ["recovered", "to a recovered case", true, recovered, "paid"],
  ["recovered", "to a lost one", false, lost, "uncollectible"],
  ["ended", "to a lost case", true, lost, "uncollectible"],
  ["ended", "to one that was paid after all", false, recovered, "paid"],
  ["hand-over", "whatever came of the case", true, recovered, "paid"],
])("%j that nobody confirmed, %s: sent again is %j", async (name, _, expected, changes, status) => {
  expect(await applies(name, changes, status)).toBe(expected);
});

it("nothing is written about a case that was erased, or in a dry run", async () => {
  expect(await applies("hand-over", open, "open", "stripe-in_erased")).toBe(false);
  const { ports, ref } = await stage({}, "ada@example.com", { dryRun: true });
  const message = claim({ ...sampleMessage, ...placeOf(ref) }, openedAt, "PT1H");
  expect(await letterStillApplies(ports, message)).toBe(false);
});
