import type { Reader } from "../billing/reader.ts";
import { type Instant, msOf } from "../platform/instant.ts";

/** A day gone by, in the reader's zone and words: `5 January`, `5 stycznia`, `5 januari`, `1月5日`. */
export const pastDay = (instant: Instant, reader: Reader): string =>
  written(instant, reader, { day: "numeric", month: "long" });

/**
 * A day to come, with its weekday: `Monday, 19 January`, `måndag 19 januari`, `1月19日星期一`. A Polish weekday would
 * have to follow the case of the sentence, so there it stands apart: `19 stycznia (poniedziałek)`.
 */
export function dayToCome(instant: Instant, reader: Reader): string {
  if (reader.locale !== "pl") return written(instant, reader, { weekday: "long", day: "numeric", month: "long" });
  return `${pastDay(instant, reader)} (${written(instant, reader, { weekday: "long" })})`;
}

function written(
  instant: Instant,
  { formatLocale, timeZone }: Reader,
  style: Pick<Intl.DateTimeFormatOptions, "weekday" | "day" | "month">,
): string {
  const parts = new Intl.DateTimeFormat(formatLocale, { ...style, timeZone }).formatToParts(msOf(instant));
  // Day and month stay on one line; the weekday may part from them.
  const isDayOrMonth = (part?: Intl.DateTimeFormatPart) => part?.type === "day" || part?.type === "month";
  const joins = (index: number) => isDayOrMonth(parts[index - 1]) && isDayOrMonth(parts[index + 1]);
  return parts.map(({ value }, index) => (value === " " && joins(index) ? "\u00A0" : value)).join("");
}
