import { describe, expect, it } from "vitest";
import { resolveCustomer } from "../../../functions/billing/customer-alias.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";

function directory() {
  const state = memoryStore();
  const warned: string[] = [];
  const log = { info: () => {}, warn: (event: string) => void warned.push(event), error: () => {} };
  const resolve = (id: string, accountId?: string) =>
    resolveCustomer({ state, log }, { namespace: "stripe", id }, accountId);
  return { state, warned, resolve };
}

describe("resolveCustomer", () => {
  it("names a customer on first sight and keeps the name", async () => {
    const { resolve } = directory();
    expect(await resolve("cus_1")).toBe("stripe-cus_1");
    expect(await resolve("cus_1", "acme")).toBe("stripe-cus_1");
    expect(await resolve("cus_1")).toBe("stripe-cus_1");
  });

  it("knows one account under several ids of the provider", async () => {
    const { resolve } = directory();
    await resolve("cus_1", "acme");
    expect(await resolve("cus_2", "acme")).toBe("stripe-cus_1");
    expect(await resolve("cus_2")).toBe("stripe-cus_1");
  });

  it("gives fifty events that come at once one customer", async () => {
    const { resolve } = directory();
    const ids = await Promise.all(
      Array.from({ length: 50 }, (_, index) => resolve("cus_1", index % 2 ? "acme" : undefined)),
    );
    expect(new Set(ids)).toEqual(new Set(["stripe-cus_1"]));
  });

  it("records two customers that claim one account, once, and never merges them", async () => {
    const { resolve, warned, state } = directory();
    await resolve("cus_1");
    await resolve("cus_2", "acme");
    expect(await resolve("cus_1", "acme")).toBe("stripe-cus_1");
    expect(await resolve("cus_1", "acme")).toBe("stripe-cus_1");
    expect(warned).toEqual(["alias-conflict"]);
    expect(state.all().find(({ pk }) => pk === "alias#product#acme")?.body).toEqual({
      customerId: "stripe-cus_2",
      conflictsWith: "stripe-cus_1",
    });
  });
});
