import { addDays, type LocalDate, weekdayIndexOf } from "./local-time.ts";

/**
 * A day of every month on which wages arrive: by its number, or as a working day counted from the month's beginning
 * (1, 2, ...) or end (-1, -2, ...). One that falls on a weekend is paid on the working day before.
 */
type Payday = { readonly day: number } | { readonly workingDay: number };

const day = (number: number): Payday => ({ day: number });
const workingDay = (number: number): Payday => ({ workingDay: number });
const lastWorkingDay = workingDay(-1);

/**
 * Where nothing better is known: once a month at its end or beginning, or twice a month. Churnkey begins with the 1st and
 * the 14th; the last working day is the custom of most of Europe.
 */
const usual: readonly Payday[] = [day(1), day(15), lastWorkingDay];

/**
 * By country, ISO 3166-1 alpha-2, as of November 2026. Where neither a law nor a firm custom fixes the days the default
 * stands: a day too many costs nothing, since a charge waits for the first that comes.
 */
const byCountry: Readonly<Record<string, readonly Payday[]>> = {
  // Law: by the fifth working day (CLT, art. 459 § 1). Custom: an advance on the 20th.
  BR: [workingDay(5), day(20)],
  // Custom: the last banking day.
  DK: [lastWorkingDay],
  // Custom: the 15th or the last banking day.
  FI: [day(15), lastWorkingDay],
  // Custom: the 25th.
  JP: [day(25), lastWorkingDay],
  // Custom: the 25th, the 10th or the end of the month.
  KR: [day(10), day(25), lastWorkingDay],
  // Custom: the quincena (Ley Federal del Trabajo, art. 88).
  MX: [day(15), lastWorkingDay],
  // Law: at least twice a month (Labor Code, art. 103).
  PH: [day(15), lastWorkingDay],
  // Law: by the 10th (Kodeks pracy, art. 85 § 2).
  PL: [day(1), day(10), lastWorkingDay],
  // Custom: the 25th, the Friday before if it falls on a weekend.
  SE: [day(25)],
  // Custom: the 5th or the 10th.
  TW: [day(5), day(10)],
};

/** Friday and Saturday, by the territory's week in CLDR 46; Saturday and Sunday everywhere else. */
const fridayWeekends: ReadonlySet<string> = new Set("AF BH DZ EG IL IQ JO KW LY OM QA SA SD SY YE".split(" "));

const isWorkingDay = (date: LocalDate, country: string): boolean => {
  const weekday = weekdayIndexOf(date);
  return fridayWeekends.has(country) ? weekday !== 4 && weekday !== 5 : weekday < 5;
};

const monthOf = (date: LocalDate): string => date.slice(0, "2026-01".length);

const firstOfNextMonth = (month: string): LocalDate => `${monthOf(addDays(`${month}-01`, 31))}-01`;

/** The same day in a shorter month is that month's last. */
function numbered(month: string, number: number): LocalDate {
  const wanted = addDays(`${month}-01`, number - 1);
  return monthOf(wanted) === month ? wanted : addDays(firstOfNextMonth(month), -1);
}

/** The nearest working day from `date` on in steps of so many days. */
function workingDayFrom(date: LocalDate, step: 1 | -1, country: string): LocalDate {
  let candidate = date;
  while (!isWorkingDay(candidate, country)) candidate = addDays(candidate, step);
  return candidate;
}

function countedWorkingDay(month: string, count: number, country: string): LocalDate {
  const step = count > 0 ? 1 : -1;
  const edge = count > 0 ? `${month}-01` : addDays(firstOfNextMonth(month), -1);
  let date = workingDayFrom(edge, step, country);
  for (let left = Math.abs(count) - 1; left > 0; left -= 1) date = workingDayFrom(addDays(date, step), step, country);
  return date;
}

const dateOf = (payday: Payday, month: string, country: string): LocalDate =>
  "day" in payday
    ? workingDayFrom(numbered(month, payday.day), -1, country)
    : countedWorkingDay(month, payday.workingDay, country);

/**
 * The newest payday at or before a day.
 * @param country ISO 3166-1 alpha-2 of where the payer is paid; undefined takes the default.
 * @param learned days of the month on which this payer is known to have had money; they come on top, weekend or not.
 */
export function latestPayday(date: LocalDate, country = "", learned: readonly number[] = []): LocalDate {
  const month = monthOf(date);
  // The next month too: the 1st of one that begins on a Sunday is paid in this one.
  const months = [monthOf(addDays(`${month}-01`, -1)), month, monthOf(firstOfNextMonth(month))];
  const days = byCountry[country] ?? usual;
  const dates = months.flatMap((each) => [
    ...days.map((payday) => dateOf(payday, each, country)),
    ...learned.map((number) => numbered(each, number)),
  ]);
  return dates.filter((each) => each <= date).reduce((newest, each) => (each > newest ? each : newest), "");
}
