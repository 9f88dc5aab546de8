import { describe, expect, it } from "vitest";
import { deliver } from "../../../functions/contact/deliver.ts";
import { createRecordDelivery } from "../../../functions/contact/record-delivery.ts";
import type { NewMessage } from "../../../functions/messages/message.ts";
import {
  ConfigurationError,
  RetryableError,
  TerminalError,
  UnknownOutcomeError,
} from "../../../functions/platform/errors.ts";
import { deliveryFixture, start } from "../messages/delivery-fixture.ts";
import { letterOf, sampleLetter, sampleMessage } from "../messages/sample-message.ts";
import { sesEvent } from "../messages/ses-event.ts";

const failing = (error: Error) => ({ send: () => Promise.reject(error) });

describe("deliver", () => {
  it("sends the composed mail, tagged with its key, and records it", async () => {
    const { ports, taken, message, item, logged } = deliveryFixture();
    expect(await deliver(ports, sampleLetter)).toEqual({ outcome: "sent" });
    expect(taken.map(({ email }) => email)).toEqual([
      {
        messageKey: "case-1:3:notify",
        customerId: "stripe-cus_1",
        recipientId: expect.stringMatching(/^[0-9a-f]{64}$/),
        name: "payment-failed",
        to: "grace@customer.example",
        from: "Orbit <billing@orbit.example>",
        replyTo: "support@orbit.example",
        subject: "Your Orbit payment of €49.00 did not go through",
        html: expect.stringContaining("Update your card"),
        text: expect.stringContaining("Hi Grace,"),
      },
    ]);
    expect(await message()).toMatchObject({ state: "sent", sentAt: start, serviceMessageId: "ses-1", sends: 1 });
    expect((await item())?.due).toBeUndefined();
    expect(JSON.stringify(logged)).not.toMatch(/grace|@/i);
  });

  it("names the sender that the message has of its own, and writes from the address of all", async () => {
    const { ports, taken } = deliveryFixture();
    const sender = { name: "Ida", replyTo: "ida@orbit.example" };
    await deliver(ports, letterOf({ ...sampleMessage, sender }));
    expect(taken[0]?.email).toMatchObject({ from: "Ida <billing@orbit.example>", replyTo: "ida@orbit.example" });
  });

  it("sends once, however often and however simultaneously it is called", async () => {
    const { ports, taken } = deliveryFixture();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => deliver(ports, sampleLetter)));
    expect(await deliver(ports, sampleLetter)).toEqual({ outcome: "already-sent" });
    expect(taken).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === "sent")).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === "unconfirmed")).toHaveLength(19);
  });

  it("has claimed the message by the time it is sent", async () => {
    const { ports, mailer, message } = deliveryFixture();
    const states: unknown[] = [];
    const watching = {
      send: async (email: Parameters<typeof mailer.send>[0]) => {
        states.push((await message())?.state);
        return mailer.send(email);
      },
    };
    await deliver({ ...ports, mailer: watching }, sampleLetter);
    expect(states).toEqual(["claimed"]);
  });

  it.each([new RetryableError("SES: slow down"), new ConfigurationError("SES: the sender is not verified")])(
    "that was certainly not sent ($name) may be sent by the next call",
    async (error) => {
      const { ports, taken, message } = deliveryFixture();
      const throttled = { ...ports, mailer: failing(error) };
      for (let call = 0; call < 5; call += 1)
        await expect(deliver(throttled, sampleLetter)).rejects.toThrow(error.message);
      expect(await message()).toMatchObject({ state: "unsent", sends: 0 });
      expect(await deliver(ports, sampleLetter)).toEqual({ outcome: "sent" });
      expect(taken).toHaveLength(1);
    },
  );

  it("that will never be taken is dropped, with the reason, for good", async () => {
    const { ports, taken, message } = deliveryFixture();
    const refusing = { ...ports, mailer: failing(new TerminalError("SES: address refused")) };
    const dropped = { outcome: "dropped", reason: "SES: address refused" };
    expect(await deliver(refusing, sampleLetter)).toEqual(dropped);
    expect(await deliver(ports, sampleLetter)).toEqual(dropped);
    expect(await message()).toMatchObject({ state: "dropped", reason: "SES: address refused" });
    expect(taken).toHaveLength(0);
  });

  it("whose answer got lost stays claimed, due for review, and is not sent by the next call", async () => {
    const { ports, taken, item } = deliveryFixture();
    const silent = { ...ports, mailer: failing(new UnknownOutcomeError("SES: timed out")) };
    expect(await deliver(silent, sampleLetter)).toEqual({ outcome: "unconfirmed" });
    expect(await deliver(ports, sampleLetter)).toEqual({ outcome: "unconfirmed" });
    expect(taken).toHaveLength(0);
    expect((await item())?.due?.at).toBe("2026-01-07T09:00:00.000Z");
  });

  it("that was sent is sent, even if that cannot be recorded", async () => {
    const { ports, state, taken, message, logged } = deliveryFixture();
    let saves = 0;
    const save: typeof state.save = (item) => {
      if (item.kind === "message") saves += 1;
      return saves <= 1 ? state.save(item) : Promise.reject(new RetryableError("The table is busy."));
    };
    expect(await deliver({ ...ports, state: { ...state, save } }, sampleLetter)).toEqual({ outcome: "sent" });
    expect((await message())?.state).toBe("claimed");
    expect(logged.map(({ event }) => event)).toContain("message-not-recorded");
    expect(taken).toHaveLength(1);
  });

  it("passes on an error nobody foresaw, with the claim left to the sweep", async () => {
    const { ports, message } = deliveryFixture();
    const broken = { ...ports, mailer: failing(new TypeError("a bug")) };
    await expect(deliver(broken, sampleLetter)).rejects.toThrow("a bug");
    expect((await message())?.state).toBe("claimed");
  });

  describe("to an address that refused an earlier letter", () => {
    const first = { ...sampleMessage, messageKey: "case-1:1:notify" };
    const bounce = (bounceType: string) => ({ bounce: { bounceType, bounceSubType: "NoEmail" } });
    const complaint = (complaintFeedbackType: string) => ({ complaint: { complaintFeedbackType } });
    const afterwards = async (type: string, more: Record<string, unknown>, change: Partial<NewMessage> = {}) => {
      const { ports, taken } = deliveryFixture();
      await deliver(ports, letterOf(first));
      await createRecordDelivery(ports)(sesEvent(type, taken[0]?.email ?? first, more));
      return { outcome: await deliver(ports, letterOf({ ...sampleMessage, ...change })), letters: taken.length };
    };

    it("sends nothing, and says why", async () => {
      expect(await afterwards("Bounce", bounce("Permanent"))).toEqual({
        outcome: { outcome: "dropped", reason: "an earlier letter came back (Permanent: NoEmail)" },
        letters: 1,
      });
      expect(await afterwards("Complaint", complaint("abuse"))).toEqual({
        outcome: { outcome: "dropped", reason: "an earlier letter was reported as spam" },
        letters: 1,
      });
    });

    it("sends nothing about another case, to another payer, or in another spelling either", async () => {
      const dropped = { outcome: { outcome: "dropped" }, letters: 1 };
      expect(
        await afterwards("Bounce", bounce("Permanent"), { about: { room: "dunning", id: "case-2" } }),
      ).toMatchObject(dropped);
      expect(await afterwards("Bounce", bounce("Permanent"), { customerId: "stripe-cus_2" })).toMatchObject(dropped);
      expect(await afterwards("Bounce", bounce("Permanent"), { to: "Grace@Customer.example" })).toMatchObject(dropped);
    });

    it("sends after a full mailbox, after content was refused, after a kind word, and to another address", async () => {
      const sent = { outcome: { outcome: "sent" }, letters: 2 };
      expect(await afterwards("Bounce", bounce("Transient"))).toEqual(sent);
      expect(await afterwards("Reject", { reject: { reason: "Bad content" } })).toEqual(sent);
      expect(await afterwards("Complaint", complaint("not-spam"))).toEqual(sent);
      expect(await afterwards("Bounce", bounce("Permanent"), { to: "new@customer.example" })).toEqual(sent);
    });
  });

  it("claims nothing that cannot be composed", async () => {
    const { ports, state } = deliveryFixture();
    const values = { ...sampleMessage.values, amount: "" };
    await expect(deliver(ports, letterOf({ ...sampleMessage, values }))).rejects.toThrow();
    expect(state.all()).toEqual([]);
  });
});
