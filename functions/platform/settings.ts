import * as z from "zod/mini";
import { parseDuration } from "./duration.ts";

/** The kinds of value an operator writes in retention.config.ts; each refuses with half a sentence that says what it must be. */

function parses(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}

export const durationSetting = z.string().check(
  z.refine((text) => parseDuration(text) !== undefined, {
    error: "must be an ISO 8601 duration of weeks, days or smaller, such as P3D or PT5S",
  }),
);

export const timeOfDaySetting = z
  .string()
  .check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a local time such as 07:00"));

export const timeZoneSetting = z.string().check(
  z.refine((zone) => parses(() => new Intl.DateTimeFormat("en", { timeZone: zone })), {
    error: "must be an IANA time zone such as Europe/Warsaw",
  }),
);

export const emailSetting = z
  .string()
  .check(z.regex(/^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/, "must be an e-mail address"));

export const urlSetting = z.string().check(
  z.refine((text) => parses(() => new URL(text)) && /^https?:\/\//.test(text), {
    error: "must be a URL with https://",
  }),
);

export const textSetting = z
  .string()
  .check(z.trim(), z.minLength(1, "must not be empty"), z.regex(/^[^\r\n]*$/, "must be one line"));
