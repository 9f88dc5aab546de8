import { it } from "vitest";
import { holdThroughEdits, keepPromises } from "./policy-edit-laws.ts";

it("thousands of edits send no letter twice, pause nobody unwarned and lose no step", () => holdThroughEdits(4_000));
it("thousands of edits keep what letters have promised", () => keepPromises(2_000));
