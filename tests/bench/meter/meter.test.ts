import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Meter, meterOn, unitsBetween } from "../../../bench/meter/meter.ts";
import { type DynaliteStores, startDynalite } from "../../../local/engine/dynalite-store.ts";

let stores: DynaliteStores;
let meter: Meter;
beforeAll(async () => {
  stores = await startDynalite();
  meter = await meterOn(stores.client, ["state", "inbox"]);
});
afterAll(() => stores.stop());

async function costOf(work: () => Promise<unknown>) {
  const before = meter.units();
  await work();
  return unitsBetween(before, meter.units());
}

const item = (sk: string, rev: number, text: string) => ({ pk: "p", sk, rev, kind: "test", body: { text } });
const at = "2026-01-05T00:00:00.000Z";

it("counts what the adapter sends, in the order in which a payer's life has it", async () => {
  const { state } = stores;
  expect(await costOf(() => state.save(item("a", 0, "x")))).toEqual({ write: 1, read: 0, calls: 1 });
  expect(await costOf(() => state.save(item("b", 0, "x".repeat(3000))))).toEqual({ write: 4, read: 0, calls: 1 });
  expect(await costOf(() => state.load({ pk: "p", sk: "b" }))).toEqual({ write: 0, read: 1, calls: 1 });
  expect(await costOf(() => state.load({ pk: "p", sk: "none" }))).toEqual({ write: 0, read: 1, calls: 1 });
  expect(await costOf(() => state.save(item("c", 0, "x".repeat(3000))))).toMatchObject({ write: 4 });
  expect(await costOf(() => state.query("p"))).toEqual({ write: 0, read: 2, calls: 1 });
});

it("counts a refused write by what stands there, and the index beside the table", async () => {
  const { inbox } = stores;
  const due = { shard: "case#1", at };
  const large = { ...item("a", 0, "x".repeat(1500)), due };
  expect(await costOf(() => inbox.save(large))).toMatchObject({ write: 2 + 1 });
  expect(await costOf(() => inbox.save(large).catch(() => {}))).toMatchObject({ write: 2 });
  expect(await costOf(() => inbox.due("case#1", at, 10))).toEqual({ write: 0, read: 0.5, calls: 1 });
  expect(await costOf(() => inbox.save({ ...item("a", 1, "x"), due }))).toMatchObject({ write: 2 });
  expect(await costOf(() => inbox.save(item("a", 2, "x")))).toMatchObject({ write: 1 + 1 });
  expect(await costOf(() => inbox.remove({ pk: "p", sk: "a" }, 3))).toMatchObject({ write: 1 });
  expect(meter.storedBytes("inbox")).toBe(0);
});

it("counts nothing it does not know", async () => {
  await expect(stores.client.send(new ScanCommand({ TableName: "state" }))).rejects.toThrow("ScanCommand");
});
