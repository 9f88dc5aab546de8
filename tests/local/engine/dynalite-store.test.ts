import { afterAll, beforeAll, expect, it } from "vitest";
import { type DynaliteStores, startDynalite } from "../../../local/engine/dynalite-store.ts";
import { storeContract } from "../../functions/platform/store-contract.ts";

let stores: DynaliteStores;
beforeAll(async () => {
  stores = await startDynalite();
});
afterAll(() => stores.stop());

storeContract("DynamoDB's protocol, by dynalite", () => stores.state);

it("keeps the two tables apart", async () => {
  const item = { pk: "same", sk: "same", rev: 0, kind: "customer", body: {} };
  await stores.inbox.save(item);
  expect(await stores.state.load(item)).toBeUndefined();
});
