import { expect, it } from "vitest";
import { compose } from "../../../functions/dunning/dunning-messages.ts";
import { staffKinds } from "../../../functions/dunning/message-kinds.ts";
import { staffLetters } from "../../../functions/dunning/staff-letters.generated.ts";
import { composer } from "../../../functions/messages/composer.ts";
import { TerminalError } from "../../../functions/platform/errors.ts";
import { sampleBrand, sampleVariables } from "./sample-message.ts";

const composeForStaff = composer(staffKinds, staffLetters);

it("composes a message it was given as anybody else would", () => {
  const message = ["hand-over", "sv", sampleVariables, sampleBrand] as const;
  expect(composeForStaff(...message)).toEqual(compose(...message));
});

it("refuses a message it was not given, naming it", () => {
  expect(() => composeForStaff("paused", "en", sampleVariables, sampleBrand)).toThrow(TerminalError);
  expect(() => composeForStaff("paused", "en", sampleVariables, sampleBrand)).toThrow("not given the message paused");
});
