import { expect, it } from "vitest";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { storeContract } from "../../functions/platform/store-contract.ts";

const store = memoryStore();
storeContract("memory", () => store);

it("shows all it holds, ordered", async () => {
  const small = memoryStore();
  for (const [pk, sk] of [
    ["b", "1"],
    ["a", "2"],
    ["a", "1"],
  ] as const)
    await small.save({ pk, sk, rev: 0, kind: "customer", body: {} });
  expect(small.all().map(({ pk, sk, rev }) => [pk, sk, rev])).toEqual([
    ["a", "1", 1],
    ["a", "2", 1],
    ["b", "1", 1],
  ]);
});
