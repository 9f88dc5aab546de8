import { describe, expect, it } from "vitest";
import type { Payments } from "../../../functions/billing/payments.ts";
import { BusyError, NotYetError } from "../../../functions/platform/errors.ts";
import { pacedPayments } from "../../../functions/providers/paced-payments.ts";
import { stripePayments } from "../../../functions/providers/stripe/api/stripe-payments.ts";

const real = Object.keys(stripePayments({ providerKey: { providerApiKey: async () => "sk_test" } }));

/** Every method of the port answers with its name and what it was asked. */
const answering = (answer: (method: string) => unknown): Payments =>
  Object.assign(
    stripePayments({ providerKey: { providerApiKey: async () => "sk_test" } }),
    Object.fromEntries(real.map((method) => [method, async (...asked: unknown[]) => [answer(method), ...asked]])),
  );

describe("pacedPayments", () => {
  it.each(real)("waits for its turn before %s, and hands everything on", async (method) => {
    const order: string[] = [];
    const paced = pacedPayments(
      answering((name) => order.push(name) && name),
      { turn: async () => void order.push("turn"), refused: async () => expect.fail() },
    );
    const call: unknown = Reflect.get(paced, method);
    if (typeof call !== "function") return expect.fail(`${method} is not paced`);
    expect(await call("a", "b")).toEqual([method, "a", "b"]);
    expect(order).toEqual(["turn", method]);
  });

  it("silences all when the provider is asked too much, and says when to come back", async () => {
    const silences: number[] = [];
    const notYet = new NotYetError("later", { from: "2026-01-05T07:00:07.000Z", until: "2026-01-05T07:00:07.000Z" });
    const paced = pacedPayments(
      answering(() => {
        throw new BusyError("429", 7_000);
      }),
      {
        turn: async () => {},
        refused: async (ms) => {
          silences.push(ms);
          return notYet;
        },
      },
    );
    await expect(paced.readInvoice("in_1")).rejects.toBe(notYet);
    expect(silences).toEqual([7_000]);
  });

  it("lets every other failure through", async () => {
    const paced = pacedPayments(
      answering(() => {
        throw new TypeError("broken");
      }),
      { turn: async () => {}, refused: async () => expect.fail() },
    );
    await expect(paced.readInvoice("in_1")).rejects.toBeInstanceOf(TypeError);
  });
});
