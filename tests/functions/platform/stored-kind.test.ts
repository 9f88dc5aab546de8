import { expect, it } from "vitest";
import * as z from "zod/mini";
import { RetryableError, TerminalError } from "../../../functions/platform/errors.ts";
import { storedKind } from "../../../functions/platform/stored-kind.ts";
import { thing } from "./item-of-test.ts";

const first = storedKind({ kind: "thing", schema: z.object({ said: z.string() }) });
const third = storedKind({
  kind: "thing",
  schema: z.object({ words: z.array(z.string()), loud: z.boolean() }),
  upgrades: [({ said }) => ({ words: [said] }), (body) => ({ ...body, loud: false })],
});

it("reads what it wrote, and items from before there were versions", () => {
  const written = thing("a", first.bodyOf({ said: "hello" }));
  expect(written).toMatchObject({ kind: "thing", v: 1, body: { said: "hello" } });
  expect(first.parse(written)).toEqual({ said: "hello" });
  expect(first.parse(thing("a"))).toEqual({ said: "nothing" });
});

it("brings up what earlier versions wrote, step by step, and leaves its own alone", () => {
  const loud = { words: ["hello"], loud: true };
  expect(third.parse(thing("a"))).toEqual({ words: ["nothing"], loud: false });
  expect(third.parse(thing("a", { v: 2, body: { words: ["hello"] } }))).toEqual({ words: ["hello"], loud: false });
  expect(third.bodyOf(loud).v).toBe(3);
  expect(third.parse(thing("a", third.bodyOf(loud)))).toEqual(loud);
});

it("names the item and its fields when it cannot be read, but no value", () => {
  const read = () => first.parse(thing("a", { body: { said: 4242 } }));
  expect(read).toThrow(TerminalError);
  expect(read).toThrow(/^Item a \/ thing is not of kind thing, version 1\. said: /);
  expect(read).not.toThrow(/4242/);
});

it("writes nothing that it could not read", () => {
  const strict = storedKind({ kind: "thing", schema: z.object({ said: z.string().check(z.minLength(1)) }) });
  expect(() => strict.bodyOf({ said: "" })).toThrow(TerminalError);
});

it("waits for a later version to be deployed again rather than lose what it cannot see", () => {
  expect(() => first.parse(thing("a", { v: 2 }))).toThrow(RetryableError);
});
