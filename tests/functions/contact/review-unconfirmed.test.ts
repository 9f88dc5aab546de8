import { describe, expect, it } from "vitest";
import { deliver } from "../../../functions/contact/deliver.ts";
import type { MessageRooms } from "../../../functions/contact/message-rooms.ts";
import { reviewUnconfirmed } from "../../../functions/contact/review-unconfirmed.ts";
import { compose } from "../../../functions/dunning/dunning-messages.ts";
import { messageKinds } from "../../../functions/dunning/message-kinds.ts";
import { confirmSent } from "../../../functions/messages/ledger.ts";
import { messageItem, messageKeyOf, parseMessage } from "../../../functions/messages/message-item.ts";
import { updateMessage } from "../../../functions/messages/update-message.ts";
import {
  RetryableError,
  StaleRevisionError,
  TerminalError,
  UnknownOutcomeError,
} from "../../../functions/platform/errors.ts";
import type { Item } from "../../../functions/platform/ports/store.ts";
import { deliveryFixture, hourMs } from "../messages/delivery-fixture.ts";
import { sampleLetter, sampleMessage } from "../messages/sample-message.ts";

const silent = { send: () => Promise.reject(new UnknownOutcomeError("SES: timed out")) };
const rooms = (stillApplies: () => Promise<boolean>): MessageRooms => ({
  dunning: { kinds: messageKinds, compose, stillApplies },
});
const yes = rooms(async () => true);

/** A message whose first answer got lost, an hour later. */
async function unconfirmed() {
  const fixture = deliveryFixture();
  await deliver({ ...fixture.ports, mailer: silent }, sampleLetter);
  fixture.pass(hourMs);
  const item = async (): Promise<Item> => {
    const found = await fixture.item();
    if (found === undefined) throw new Error("The message is gone.");
    return found;
  };
  return { ...fixture, item };
}

describe("a message nobody answered for", () => {
  it("is sent again if it still applies", async () => {
    const { ports, item, taken, message } = await unconfirmed();
    expect(await reviewUnconfirmed(ports, await item(), yes)).toEqual({ outcome: "sent" });
    expect(taken).toHaveLength(1);
    expect(await message()).toMatchObject({ state: "sent", sends: 2 });
  });

  it("is sent after all when its claim was given back and whoever saw the claim relied on it", async () => {
    const fixture = deliveryFixture();
    const { ports, taken, message } = fixture;
    let seen: unknown;
    const busy = {
      send: async () => {
        seen = (await deliver(ports, sampleLetter)).outcome;
        throw new RetryableError("SES asks to be asked again");
      },
    };
    await expect(deliver({ ...ports, mailer: busy }, sampleLetter)).rejects.toBeInstanceOf(RetryableError);
    expect(seen).toBe("unconfirmed");
    expect(await message()).toMatchObject({ state: "unsent" });
    fixture.pass(hourMs);
    const item = await fixture.item();
    expect(item?.due?.at).toBe(ports.clock.now());
    expect(item && (await reviewUnconfirmed(ports, item, yes))).toEqual({ outcome: "sent" });
    expect(taken).toHaveLength(1);
  });

  it("is dropped if it no longer applies", async () => {
    const { ports, item, taken, message } = await unconfirmed();
    expect(
      await reviewUnconfirmed(
        ports,
        await item(),
        rooms(async () => false),
      ),
    ).toMatchObject({ outcome: "dropped" });
    expect(taken).toHaveLength(0);
    expect(await message()).toMatchObject({ state: "dropped" });
    expect((await item()).due).toBeUndefined();
  });

  it("is left alone before its time, and once it is known to be sent", async () => {
    const { ports, item, taken, clock } = await unconfirmed();
    const early = { ...ports, clock: { now: () => "2026-01-07T08:59:59.999Z" } };
    expect(await reviewUnconfirmed(early, await item(), yes)).toBeUndefined();
    await updateMessage(ports.state, messageKeyOf(sampleMessage), (known) => confirmSent(known, "ses-0", clock.now()));
    expect(await reviewUnconfirmed(ports, await item(), yes)).toBeUndefined();
    expect(taken).toHaveLength(0);
  });

  it("is not sent if the Send event arrives while it is looked at", async () => {
    const { ports, item, taken, clock } = await unconfirmed();
    const found = await item();
    const meanwhile = async () => {
      await updateMessage(ports.state, found, (known) => confirmSent(known, "ses-0", clock.now()));
      return true;
    };
    await expect(reviewUnconfirmed(ports, found, rooms(meanwhile))).rejects.toThrow(StaleRevisionError);
    expect(taken).toHaveLength(0);
  });

  it.each([
    ["room", { about: { room: "sequences", id: "case-1" } }, "there is no such room here, only dunning; deploy"],
    ["kind", { name: "farewell" }, "which has no such message, only payment-failed, "],
  ])("of an unknown %s is an error that says so, and stays due", async (_, change, sentence) => {
    const { ports, item, taken } = await unconfirmed();
    const found = await item();
    const strange = await ports.state.save(messageItem({ ...parseMessage(found), ...change }, found.rev));
    await expect(reviewUnconfirmed(ports, strange, yes)).rejects.toThrow(sentence);
    await expect(reviewUnconfirmed(ports, strange, yes)).rejects.toThrow(TerminalError);
    expect(taken).toHaveLength(0);
    expect((await item()).due).toBeDefined();
  });

  it("is sent by one of several sweeps", async () => {
    const { ports, item, taken } = await unconfirmed();
    const found = await item();
    const reviews = await Promise.allSettled(Array.from({ length: 8 }, () => reviewUnconfirmed(ports, found, yes)));
    expect(reviews.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(taken).toHaveLength(1);
  });

  it("is given up after three sends, aloud", async () => {
    const { ports, item, pass, logged, message } = await unconfirmed();
    const deaf = { ...ports, mailer: silent };
    for (const sends of [2, 3]) {
      expect(await reviewUnconfirmed(deaf, await item(), yes)).toEqual({ outcome: "unconfirmed" });
      expect((await message())?.sends).toBe(sends);
      pass(hourMs);
    }
    expect(await reviewUnconfirmed(deaf, await item(), yes)).toMatchObject({ outcome: "dropped" });
    expect(logged.filter(({ level, event }) => level === "error" && event === "message-given-up")).toHaveLength(1);
    expect((await message())?.state).toBe("dropped");
  });

  it("is not given up for being throttled, and stays due", async () => {
    const { ports, item, pass, taken } = await unconfirmed();
    const throttled = { ...ports, mailer: { send: () => Promise.reject(new RetryableError("SES: slow down")) } };
    for (let hour = 0; hour < 6; hour += 1) {
      await expect(reviewUnconfirmed(throttled, await item(), yes)).rejects.toThrow(RetryableError);
      expect((await item()).due).toBeDefined();
      pass(hourMs);
    }
    expect(await reviewUnconfirmed(ports, await item(), yes)).toEqual({ outcome: "sent" });
    expect(taken).toHaveLength(1);
  });
});
