import { describe, expect, it } from "vitest";
import { deliver } from "../../../functions/contact/deliver.ts";
import { recordEvent } from "../../../functions/messages/ledger.ts";
import type { NewMessage } from "../../../functions/messages/message.ts";
import { messageKeyOf } from "../../../functions/messages/message-item.ts";
import { updateMessage } from "../../../functions/messages/update-message.ts";
import {
  ConfigurationError,
  RetryableError,
  TerminalError,
  UnknownOutcomeError,
} from "../../../functions/platform/errors.ts";
import type { DeliveryEvent } from "../../../functions/platform/ports/mailer.ts";
import { deliveryFixture, start } from "../messages/delivery-fixture.ts";
import { sampleMessage } from "../messages/sample-message.ts";

const failing = (error: Error) => ({ send: () => Promise.reject(error) });

describe("deliver", () => {
  it("sends the composed mail, tagged with its key, and records it", async () => {
    const { ports, taken, message, item, logged } = deliveryFixture();
    expect(await deliver(ports, sampleMessage)).toEqual({ outcome: "sent" });
    expect(taken.map(({ email }) => email)).toEqual([
      {
        messageKey: "case-1:3:notify",
        customerId: "stripe-cus_1",
        name: "payment-failed",
        to: "grace@customer.example",
        from: "Orbit <billing@orbit.example>",
        replyTo: "support@orbit.example",
        subject: "Your Orbit payment of €49.00 did not go through",
        html: expect.stringContaining("Update your card"),
        text: expect.stringContaining("Hi Grace O’Neill,"),
      },
    ]);
    expect(await message()).toMatchObject({ state: "sent", sentAt: start, serviceMessageId: "ses-1", sends: 1 });
    expect((await item())?.due).toBeUndefined();
    expect(JSON.stringify(logged)).not.toMatch(/grace|@/i);
  });

  it("sends once, however often and however simultaneously it is called", async () => {
    const { ports, taken } = deliveryFixture();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => deliver(ports, sampleMessage)));
    expect(await deliver(ports, sampleMessage)).toEqual({ outcome: "already-sent" });
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
    await deliver({ ...ports, mailer: watching }, sampleMessage);
    expect(states).toEqual(["claimed"]);
  });

  it.each([new RetryableError("SES: slow down"), new ConfigurationError("SES: the sender is not verified")])(
    "that was certainly not sent ($name) may be sent by the next call",
    async (error) => {
      const { ports, taken, message } = deliveryFixture();
      const throttled = { ...ports, mailer: failing(error) };
      for (let call = 0; call < 5; call += 1)
        await expect(deliver(throttled, sampleMessage)).rejects.toThrow(error.message);
      expect(await message()).toMatchObject({ state: "unsent", sends: 0 });
      expect(await deliver(ports, sampleMessage)).toEqual({ outcome: "sent" });
      expect(taken).toHaveLength(1);
    },
  );

  it("that will never be taken is dropped, with the reason, for good", async () => {
    const { ports, taken, message } = deliveryFixture();
    const refusing = { ...ports, mailer: failing(new TerminalError("SES: address refused")) };
    const dropped = { outcome: "dropped", reason: "SES: address refused" };
    expect(await deliver(refusing, sampleMessage)).toEqual(dropped);
    expect(await deliver(ports, sampleMessage)).toEqual(dropped);
    expect(await message()).toMatchObject({ state: "dropped", reason: "SES: address refused" });
    expect(taken).toHaveLength(0);
  });

  it("whose answer got lost stays claimed, due for review, and is not sent by the next call", async () => {
    const { ports, taken, item } = deliveryFixture();
    const silent = { ...ports, mailer: failing(new UnknownOutcomeError("SES: timed out")) };
    expect(await deliver(silent, sampleMessage)).toEqual({ outcome: "unconfirmed" });
    expect(await deliver(ports, sampleMessage)).toEqual({ outcome: "unconfirmed" });
    expect(taken).toHaveLength(0);
    expect((await item())?.due?.at).toBe("2026-01-07T09:00:00.000Z");
  });

  it("that was sent is sent, even if that cannot be recorded", async () => {
    const { ports, state, taken, message, logged } = deliveryFixture();
    let saves = 0;
    const save: typeof state.save = (item) => {
      saves += 1;
      return saves === 1 ? state.save(item) : Promise.reject(new RetryableError("The table is busy."));
    };
    expect(await deliver({ ...ports, state: { ...state, save } }, sampleMessage)).toEqual({ outcome: "sent" });
    expect((await message())?.state).toBe("claimed");
    expect(logged.map(({ event }) => event)).toContain("message-not-recorded");
    expect(taken).toHaveLength(1);
  });

  it("passes on an error nobody foresaw, with the claim left to the sweep", async () => {
    const { ports, message } = deliveryFixture();
    const broken = { ...ports, mailer: failing(new TypeError("a bug")) };
    await expect(deliver(broken, sampleMessage)).rejects.toThrow("a bug");
    expect((await message())?.state).toBe("claimed");
  });

  describe("to an address that refused an earlier letter of the case", () => {
    const first = { ...sampleMessage, messageKey: "case-1:1:notify" };
    const told = { kind: "bounced", sentAt: start, serviceMessageId: "ses-1", reason: "Permanent: NoEmail" } as const;
    const afterwards = async (event: DeliveryEvent, change: Partial<NewMessage> = {}) => {
      const { ports, state, taken } = deliveryFixture();
      await deliver(ports, first);
      await updateMessage(state, messageKeyOf(first), (message) => recordEvent(message, event));
      return { outcome: await deliver(ports, { ...sampleMessage, ...change }), letters: taken.length };
    };

    it("sends nothing, and says why", async () => {
      expect(await afterwards({ ...told, bounce: "permanent" })).toEqual({
        outcome: { outcome: "dropped", reason: "an earlier letter came back (Permanent: NoEmail)" },
        letters: 1,
      });
      expect(await afterwards({ ...told, kind: "complained", reason: "abuse" })).toEqual({
        outcome: { outcome: "dropped", reason: "an earlier letter was reported as spam" },
        letters: 1,
      });
    });

    it("sends after a full mailbox, to another address, and about another case", async () => {
      const sent = { outcome: { outcome: "sent" }, letters: 2 };
      expect(await afterwards({ ...told, bounce: "transient" })).toEqual(sent);
      expect(await afterwards({ ...told, bounce: "permanent" }, { to: "new@customer.example" })).toEqual(sent);
      expect(await afterwards({ ...told, bounce: "permanent" }, { about: { room: "dunning", id: "case-2" } })).toEqual(
        sent,
      );
    });
  });

  it("claims nothing that cannot be composed", async () => {
    const { ports, state } = deliveryFixture();
    const values = { ...sampleMessage.values, attempts: 0.5 };
    await expect(deliver(ports, { ...sampleMessage, values })).rejects.toThrow();
    expect(state.all()).toEqual([]);
  });
});
