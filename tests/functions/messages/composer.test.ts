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

it("tells staff that the customer did not get it, and customers how to cancel", () => {
  const composed = (name: string) => compose(name, "en", sampleVariables, sampleBrand).text;
  expect(composed("hand-over")).toMatch(/went to the billing team of Orbit, not to the customer/);
  expect(composed("hand-over")).not.toMatch(/To cancel/);
  expect(composed("ended")).toMatch(/To cancel/);
});

it("refuses values that are not those of the message, naming both", () => {
  expect(() => compose("paused", "en", { ...sampleVariables, endKind: "explode" }, sampleBrand)).toThrow(TerminalError);
  expect(() => compose("paused", "en", { ...sampleVariables, amount: "\u0000" }, sampleBrand)).toThrow(
    "The message paused cannot be written: amount: must not be empty.",
  );
});

it("refuses a message it was not given, naming it", () => {
  expect(() => composeForStaff("paused", "en", sampleVariables, sampleBrand)).toThrow(TerminalError);
  expect(() => composeForStaff("paused", "en", sampleVariables, sampleBrand)).toThrow("not given the message paused");
});
