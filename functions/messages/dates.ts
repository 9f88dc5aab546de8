import type { Reader } from "../billing/reader.ts";
import { type Instant, msOf } from "../platform/instant.ts";
import { madeOnce } from "../platform/made-once.ts";

/** A day gone by, in the reader's zone and words: `5 January`, `5 stycznia`, `5 januari`, `1月5日`. */
export const pastDay = (instant: Instant, reader: Reader): string => written(instant, reader, "day");

/**
 * A day to come, with its weekday: `Monday, 19 January`, `1月19日星期一`. A Polish weekday would have to follow the case of
 * the sentence, so there it stands apart: `19 stycznia (poniedziałek)`; a Swedish one takes its article, as in speech:
 * `måndagen den 19 januari`.
 */
export function dayToCome(instant: Instant, reader: Reader): string {
  switch (reader.locale) {
    case "pl":
      return `${pastDay(instant, reader)} (${written(instant, reader, "weekday")})`;
    case "sv":
      return `${written(instant, reader, "weekday")}en den ${pastDay(instant, reader)}`;
    case "en":
    case "zh":
      return written(instant, reader, "weekday-and-day");
  }
}

const styles = {
  day: { day: "numeric", month: "long" },
  weekday: { weekday: "long" },
  "weekday-and-day": { weekday: "long", day: "numeric", month: "long" },
} as const;
type Style = keyof typeof styles;

const formatOf = madeOnce(
  (locale: string, timeZone: string, style: Style) => new Intl.DateTimeFormat(locale, { ...styles[style], timeZone }),
);

function written(instant: Instant, { formatLocale, timeZone }: Reader, style: Style): string {
  const parts = formatOf(formatLocale, timeZone, style).formatToParts(msOf(instant));
  // Day and month stay on one line; the weekday may part from them.
  const isDayOrMonth = (part?: Intl.DateTimeFormatPart) => part?.type === "day" || part?.type === "month";
  const joins = (index: number) => isDayOrMonth(parts[index - 1]) && isDayOrMonth(parts[index + 1]);
  return parts.map(({ value }, index) => (value === " " && joins(index) ? "\u00A0" : value)).join("");
}
