import { describe, expect, it } from "vitest";
import {
  claimItem,
  type claimKey,
  claimOrKey,
  loadClaim,
  refusalOf,
  rememberedClaim,
} from "../../../functions/ingest/taken-account.ts";
import { ConfigurationError, RetryableError } from "../../../functions/platform/errors.ts";
import { plusMs } from "../../../functions/platform/instant.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";

const start = "2026-01-05T08:00:00.000Z";
const claim = { accountId: "acct_1", mode: "live", claimedAt: start } as const;

function remembering() {
  const state = memoryStore();
  let now = start;
  let loads = 0;
  const counted = {
    load: (key: ReturnType<typeof claimKey>) => {
      loads += 1;
      return state.load(key);
    },
  };
  const claimed = rememberedClaim(counted, { now: () => now });
  const taken = () => claimed("stripe");
  const pass = (ms: number) => {
    now = plusMs(now, ms);
  };
  return { state, taken, loads: () => loads, pass };
}

describe("whose events are taken", () => {
  it("is what the stage claims, read once in five minutes", async () => {
    const { state, taken, loads, pass } = remembering();
    await state.save(claimItem("stripe", claim, 0));
    for (let turn = 0; turn < 10; turn += 1) expect(await taken()).toMatchObject({ accountId: "acct_1", mode: "live" });
    expect(loads()).toBe(1);
    const stored = await loadClaim(state, "stripe");
    await state.save(claimItem("stripe", { ...claim, mode: "test" }, stored?.item.rev ?? 0));
    pass(5 * 60_000);
    expect(await taken()).toMatchObject({ mode: "test" });
    expect(loads()).toBe(2);
  });

  it("is anybody's until an account is claimed, and the claim counts from then on", async () => {
    const { state, taken } = remembering();
    expect(await taken()).toEqual({});
    await state.save(claimItem("stripe", claim, 0));
    expect(await taken()).toMatchObject({ mode: "live" });
  });

  it("is what the key says of itself until then, where the key is at hand", async () => {
    const { state, taken } = remembering();
    const key = (mode: "live" | "test" | undefined) => claimOrKey(taken, { mode: async () => mode });
    expect(await key("test")("stripe")).toEqual({ mode: "test" });
    await state.save(claimItem("stripe", claim, 0));
    expect(await key("test")("stripe")).toMatchObject({ mode: "live" });
  });

  it("refuses nothing for want of a key, and does not guess while the vault is silent", async () => {
    const failing = (error: Error) => claimOrKey(async () => ({}), { mode: () => Promise.reject(error) });
    expect(await failing(new ConfigurationError("The secret is empty."))("stripe")).toEqual({});
    await expect(failing(new RetryableError("no answer"))("stripe")).rejects.toThrow("no answer");
  });
});

it("an event is refused by its mode alone, with what to do about it", () => {
  expect(refusalOf("test", { mode: "live" })).toBe(
    "This event is of test mode, and this stage works in live mode: its API key says so. Send test events to a stage with a test key, or delete the endpoint or event destination they come from.",
  );
  expect(refusalOf("live", { mode: "test" })).toMatch(/live mode.*test mode/);
  expect(refusalOf("live", { mode: "live" })).toBeUndefined();
  expect(refusalOf(undefined, { mode: "live" })).toBeUndefined();
  expect(refusalOf("test", {})).toBeUndefined();
});
