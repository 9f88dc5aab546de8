import { describe, expect, it } from "vitest";
import { parseDeliveryEvent } from "../../../functions/platform/mail/delivery-event.ts";
import type { Email } from "../../../functions/platform/ports/mailer.ts";
import { type MailEvent, type MailFaults, noMailFaults, outbox } from "../../../local/engine/outbox.ts";
import { sesEvent } from "../../../local/engine/ses-event.ts";
import { virtualClock } from "../../../local/engine/virtual-clock.ts";

const email = (to = "ada@mail.example"): Email => ({
  messageKey: "stripe-in_1:2:notify",
  customerId: "stripe-cus_1",
  to,
  from: "Orbit <billing@orbit.example>",
  replyTo: "support@orbit.example",
  subject: "Subject",
  html: "<p>",
  text: "Text",
  name: "payment-failed",
});

function mailService(faults: Partial<MailFaults> = {}, publish?: (event: MailEvent) => Promise<void>) {
  const clock = virtualClock("2026-01-05T06:00:00.000Z");
  const published: MailEvent[] = [];
  const delivered: Email[] = [];
  const service = outbox({
    seed: 1,
    clock,
    faults: { ...noMailFaults, ...faults },
    publish: publish ?? (async (event) => void published.push(event)),
    deliver: (mail) => delivered.push(mail),
  });
  const settle = async () => {
    for (let at = service.nextAt(); at !== undefined; at = service.nextAt()) {
      if (at > clock.now()) clock.set(at);
      await service.act();
    }
  };
  return { service, published, delivered, settle };
}

describe("the outbox", () => {
  it("tells of sending and delivery, in the form that the ledger reads", async () => {
    const { service, published, delivered, settle } = mailService();
    const { serviceMessageId } = await service.mailer.send(email());
    await settle();
    expect(published.map(({ type }) => type)).toEqual(["Send", "Delivery"]);
    expect(delivered).toHaveLength(1);
    expect(service.sent[0]?.state).toBe("delivered");
    const told = published.map((event) => parseDeliveryEvent(sesEvent(event)));
    expect(told[0]).toMatchObject({
      messageKey: "stripe-in_1:2:notify",
      customerId: "stripe-cus_1",
      told: { kind: "sent", serviceMessageId },
    });
    expect(told[1]?.told.kind).toBe("delivered");
  });

  it("bounces what goes to a mailbox that is gone", async () => {
    const { service, published, delivered, settle } = mailService();
    await service.mailer.send(email("ada@gone.example"));
    await settle();
    expect(delivered).toEqual([]);
    expect(service.sent[0]?.state).toBe("bounced");
    expect(published.map((event) => parseDeliveryEvent(sesEvent(event))?.told)).toContainEqual(
      expect.objectContaining({ kind: "bounced", bounce: "permanent" }),
    );
  });

  it.each([
    ["throttled", "RetryableError", 0],
    ["unreachable", "UnknownOutcomeError", 0],
    ["answerLost", "UnknownOutcomeError", 1],
  ] as const)("when %s, throws %s, and %i mails left", async (fault, name, sent) => {
    const { service } = mailService({ [fault]: 1 });
    await expect(service.mailer.send(email())).rejects.toMatchObject({ name });
    expect(service.sent).toHaveLength(sent);
  });

  it("refuses for good what is no address", async () => {
    const { service } = mailService();
    await expect(service.mailer.send(email("ada"))).rejects.toMatchObject({ name: "TerminalError" });
  });

  it("tells again of what nobody took, and delivers once", async () => {
    let refusals = 3;
    const { service, delivered, settle } = mailService({}, async () => {
      refusals -= 1;
      if (refusals >= 0) throw new Error("died");
    });
    await service.mailer.send(email());
    await settle();
    expect(refusals).toBe(-2);
    expect(delivered).toHaveLength(1);
  });
});
