import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  customerKinds,
  dunningRoom,
  messageKinds,
  messageNames,
  staffKinds,
} from "../../../functions/dunning/message-kinds.ts";

describe("dunning's messages", () => {
  it("are known by their names, each once", () => {
    expect(Object.keys(messageKinds)).toEqual(messageNames);
    expect(Object.values(messageKinds).map(({ name }) => name)).toEqual(messageNames);
  });

  it("are those that copy is written for, and no others", () => {
    const folders = readdirSync(join(import.meta.dirname, "../../../emails", dunningRoom));
    expect(folders.toSorted()).toEqual([...messageNames, "decline-reasons", "phrases"].toSorted());
  });

  it("go to the customers or to the company's own people", () => {
    expect(Object.values(customerKinds).map(({ audience }) => audience)).not.toContain("staff");
    expect(Object.values(staffKinds).map(({ audience, purpose }) => [audience, purpose])).toEqual([["staff", "staff"]]);
  });
});
