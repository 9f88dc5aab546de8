import { it } from "vitest";
import { holdThroughRestores } from "./restore-laws.ts";

it("a restored store brings no letter twice, no pause without a warning, no endless loop, and an end", () =>
  holdThroughRestores(200));
