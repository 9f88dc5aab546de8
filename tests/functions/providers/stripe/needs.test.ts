import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isTranslated } from "../../../../functions/providers/stripe/events/translate.ts";
import { neededEvents, neededForMoneyBack, neededRights } from "../../../../functions/providers/stripe/needs.ts";
import { sectionOf } from "../../../house/documents.ts";

const root = join(import.meta.dirname, "../../../..");
const textOf = (path: string) => readFileSync(join(root, path), "utf8");
const deploy = sectionOf(textOf("README.md"), "Deploy");

describe("the events an operator is told to subscribe to", () => {
  it("are those that are needed, in the README", () => {
    const kinds = "customer|invoice|payment_intent|charge|payment_method|credit_note";
    const named = Array.from(deploy.matchAll(new RegExp(`\`((?:${kinds})\\.[a-z_.]+)\``, "g")), ([, type]) => type);
    expect(named.sort()).toEqual([...neededEvents, ...neededForMoneyBack].sort());
  });

  it.each([...neededEvents, ...neededForMoneyBack])("%s means something here", (type) => {
    expect(isTranslated(type)).toBe(true);
  });
});

describe("the rights of a restricted key", () => {
  const listed = (rights: readonly string[]) => `${rights.slice(0, -1).join(", ")} and ${rights.at(-1)}`;
  const of = (access: "read" | "write") =>
    listed(neededRights.filter((one) => one.access === access).map(({ right }) => right));

  it("are those that are needed, in the README", () => {
    const sentence = deploy.replaceAll(/\s+/g, " ");
    expect(sentence).toContain(`restricted: write on ${of("write")}; read on ${of("read")}.`);
  });

  it("are enough for every path that the adapters ask", () => {
    const files = ["stripe-records.ts", "stripe-payments.ts", "card-update-link.ts", "pay-invoice.ts", "drafts.ts"];
    const sources = files.map((file) => textOf(`functions/providers/stripe/api/${file}`)).join("\n");
    const paths = new Set(Array.from(sources.matchAll(/"(\/v[12]\/[a-z_/]+)"/g), ([, path]) => path ?? ""));
    const resources = Array.from(sources.matchAll(/client\.(\w+)\./g), ([, resource]) => resource ?? "");
    const ofClient = new Map([
      ["invoices", "/v1/invoices"],
      ["subscriptions", "/v1/subscriptions"],
      ["billingPortal", "/v1/billing_portal/sessions"],
    ]);
    const asked = [...paths, ...resources.map((resource) => ofClient.get(resource) ?? resource)];
    const permitted = new Set<string>(neededRights.flatMap(({ paths: covered }) => [...covered]));
    expect(asked.length).toBeGreaterThan(8);
    expect(asked.filter((path) => !permitted.has(path))).toEqual([]);
  });
});
