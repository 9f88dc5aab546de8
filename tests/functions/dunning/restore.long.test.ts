import { it } from "vitest";
import { holdThroughRestores } from "./restore-laws.ts";

it("thousands of restored stores bring no letter twice, and an end", () => holdThroughRestores(4_000));
