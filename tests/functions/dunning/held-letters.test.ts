import { describe, expect, it } from "vitest";
import { deliver } from "../../../functions/contact/deliver.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { letterOf, sampleMessage } from "../messages/sample-message.ts";
import { openedAt } from "./sample-case.ts";
import { stage } from "./stage.ts";

const done = {
  "0:retry-payment": { at: openedAt, result: "declined" },
  "1:retry-payment": { at: openedAt, result: "declined" },
};

/** A case whose letter is due a moment after two letters about other invoices left for the same address. */
async function afterTwoOthers() {
  const set = await stage({ done });
  const output = await set.planned();
  const others = async (...payers: string[]) => {
    for (const customerId of payers) {
      const other = { ...sampleMessage, customerId, messageKey: `${customerId}:letter`, to: "ADA@example.com" };
      expect(await deliver(set.ports, letterOf(other, { by: openedAt }))).toEqual({ outcome: "sent" });
    }
  };
  await others("stripe-cus_2", "stripe-cus_3");
  return { ...set, output, others };
}

describe("a letter for which there is no room today", () => {
  it("is held: its step stays the next one, at the time the arbiter named, and is written then", async () => {
    const { handlers, output, read, mails, planned, step, ports } = await afterTwoOthers();
    await handlers.notify(output);
    expect(mails).toHaveLength(2);
    const held = await read();
    const until = plus(ports.clock.now(), "PT24H2M");
    expect(held.done["first-letter:notify"]).toBeUndefined();
    expect(held.held).toMatchObject({ key: "first-letter:notify", since: ports.clock.now(), until });
    expect(held.planned).toMatchObject({ key: "first-letter:notify", dueAt: until });
    expect(held.timeline.findLast(({ what }) => what === "held")).toMatchObject({
      reason: expect.stringMatching(
        /^"payment-failed" is held: it waits until .* in .*: 2 in P1D of billing-notice\.$/,
      ),
    });
    expect((await planned()).step).toMatchObject({ act: "notify", dueAt: until });
    expect(await step()).toBe("notify");
    expect(mails).toHaveLength(3);
    expect((await read()).done["first-letter:notify"]?.result).toBe("sent");
  });

  it("keeps the deadline it had when it was due first", async () => {
    const { handlers, output, read, planned, others } = await afterTwoOthers();
    await handlers.notify(output);
    const { since = "" } = (await read()).held ?? {};
    const again = await planned();
    await others("stripe-cus_4", "stripe-cus_5");
    await handlers.notify(again);
    const { held } = await read();
    expect(held?.since).toBe(since);
    // Four letters are a week's.
    expect(held?.until).toBe(plus(since, "P7DT2M"));
  });

  it("is not written once the invoice is paid", async () => {
    const { handlers, output, mails, planned, provider, read } = await afterTwoOthers();
    await handlers.notify(output);
    provider.status = "paid";
    await handlers.notify(await planned());
    expect(mails).toHaveLength(2);
    expect((await read()).outcome?.kind).toBe("recovered");
  });
});
