import { afterAll, describe, expect, it } from "vitest";
import { customerPartition } from "../../../functions/billing/customer-partition.ts";
import { readCustomerFile } from "../../../functions/dunning/case-store.ts";
import { byInterest, caseRow } from "../../../local/views/case-view.ts";
import { mailRow } from "../../../local/views/mail-view.ts";
import { createWorld } from "../../../local/world/world.ts";
import policy from "../../../retention.config.ts";

const world = await createWorld({ seed: 11, customers: 80, days: 60 });
afterAll(() => world.stop());

it("tell at any time what was written anew from everything there is", async () => {
  const { outbox, files, state } = world.embedded;
  for (let day = 0; day < 60; day += 12) {
    await world.advance("P12D");
    const mails = outbox.sent.map((sent) => mailRow(sent, files, policy));
    const mailsOf = (caseId: string) => mails.filter((mail) => mail.caseId === caseId);
    expect(world.mails()).toEqual(mails.toReversed());
    const cases = world.dunningCases();
    const known = await Promise.all(cases.map(({ customerId }) => readCustomerFile(state, customerId)));
    const rows = cases.map((one, index) => caseRow(known[index]?.known.customer, one, mailsOf(one.caseId).length));
    expect(await world.cases()).toEqual(rows.sort(byInterest));
    for (const { caseId } of cases) expect((await world.case(caseId))?.mails).toEqual(mailsOf(caseId));
    for (const { mailId, subject } of mails) expect(world.mail(mailId)?.subject).toBe(subject);
  }
  expect(world.mails().length).toBeGreaterThan(10);
  expect(world.mail("mail-0")).toBeUndefined();
});

describe("a line that has been written", () => {
  const newest = () => world.mails().find((mail) => mail.caseId !== undefined);
  const rowOf = async (caseId: string | undefined) => (await world.cases()).find((row) => row.caseId === caseId);

  it("follows what becomes of its mail", () => {
    const mail = world.embedded.outbox.sent.find(({ mailId }) => mailId === newest()?.mailId);
    if (mail === undefined) throw new Error("No mail of a case was sent.");
    mail.state = mail.state === "bounced" ? "delivered" : "bounced";
    expect(newest()?.state).toBe(mail.state);
  });

  it("counts one more mail of its case, though it is the same message again", async () => {
    const mail = newest();
    const before = await rowOf(mail?.caseId);
    const sent = world.embedded.outbox.sent.find(({ mailId }) => mailId === mail?.mailId);
    if (sent === undefined) throw new Error("No mail of a case was sent.");
    await world.embedded.outbox.mailer.send(sent.email);
    expect((await rowOf(mail?.caseId))?.mailCount).toBe((before?.mailCount ?? 0) + 1);
    expect((await world.case(mail?.caseId ?? ""))?.mails.at(-1)?.mailId).toBe(world.mails()[0]?.mailId);
  });

  it("follows the customer's name, whether or not its case has changed", async () => {
    const { state } = world.embedded;
    const before = await rowOf(newest()?.caseId);
    const profile = await state.load({ pk: customerPartition(before?.customerId ?? ""), sk: "profile" });
    if (profile === undefined) throw new Error("Nothing is known of the customer.");
    await state.save({ ...profile, body: { ...profile.body, name: "Another Name" } });
    expect((await rowOf(before?.caseId))?.customerName).toBe("Another Name");
  });
});
