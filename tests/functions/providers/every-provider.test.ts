import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { providerNames } from "../../../functions/billing/provider-names.ts";

const root = join(import.meta.dirname, "../../..");

it("every folder of a provider is a name in the list, and every name a folder", () => {
  const entries = readdirSync(join(root, "functions/providers"), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(folders.sort()).toEqual([...providerNames].sort());
});

it.each(providerNames)("%s is held to the contract", (name) => {
  const file = join(root, `tests/functions/providers/${name}/contract.test.ts`);
  expect(existsSync(file)).toBe(true);
  expect(readFileSync(file, "utf8")).toMatch(/providerContract\(\{\s*name: "/);
});
