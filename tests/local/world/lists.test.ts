import { afterAll, expect, it } from "vitest";
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
