import { expect, it } from "vitest";
import { attributesOf, itemOf } from "../../../../functions/platform/aws/item-attributes.ts";
import { thing } from "../item-of-test.ts";

it("an account of trouble that cannot be read is left out, and the item is read all the same", () => {
  const attributes = attributesOf(thing("a"));
  expect(itemOf({ ...attributes, trouble: { S: "overwritten by hand" } })).toEqual(thing("a"));
});
