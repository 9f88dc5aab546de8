import { madeOnce } from "../platform/made-once.ts";
import type { Customer } from "./customer.ts";

/**
 * For countries with several zones, the one most of their people live in, or, where they are spread wide, the one
 * that is least wrong for all: a morning in Chicago is a morning from New York to Denver.
 */
const zoneOfMany: Readonly<Record<string, string>> = {
  AR: "America/Argentina/Buenos_Aires",
  AU: "Australia/Sydney",
  BR: "America/Sao_Paulo",
  CA: "America/Toronto",
  CD: "Africa/Kinshasa",
  CL: "America/Santiago",
  CN: "Asia/Shanghai",
  CY: "Asia/Nicosia",
  DE: "Europe/Berlin",
  EC: "America/Guayaquil",
  ES: "Europe/Madrid",
  GL: "America/Nuuk",
  ID: "Asia/Jakarta",
  KZ: "Asia/Almaty",
  MN: "Asia/Ulaanbaatar",
  MX: "America/Mexico_City",
  MY: "Asia/Kuala_Lumpur",
  NZ: "Pacific/Auckland",
  PF: "Pacific/Tahiti",
  PG: "Pacific/Port_Moresby",
  PS: "Asia/Gaza",
  PT: "Europe/Lisbon",
  RU: "Europe/Moscow",
  UA: "Europe/Kyiv",
  US: "America/Chicago",
  UZ: "Asia/Tashkent",
};

/** The customer's IANA zone: as given if it is one, else by country; undefined if neither tells. */
export function timeZoneOf({ timeZone, country }: Pick<Customer, "timeZone" | "country">): string | undefined {
  return validZone(timeZone?.trim()) ?? (country ? zoneOfCountry(country.trim().toUpperCase()) : undefined);
}

/** Names only: an offset, as which three old names are read too, knows nothing of daylight saving. */
const offset = /^([+-]|Etc\/GMT[+-]|(EST|MST|HST)$)/i;

/** `America/New York` is meant as it should be written. */
const validZone = (timeZone: string | undefined): string | undefined =>
  !timeZone || offset.test(timeZone) ? undefined : zoneNamed(timeZone.replaceAll(/\s+/g, "_"));

const zoneNamed = madeOnce((timeZone: string): string | undefined => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
});

function zoneOfCountry(country: string): string | undefined {
  const known = zoneOfMany[country];
  return known !== undefined || !/^[A-Z]{2}$/.test(country) ? known : onlyZoneOf(country);
}

const onlyZoneOf = madeOnce((country: string): string | undefined => {
  const zones = new Intl.Locale(`und-${country}`).getTimeZones() ?? [];
  return zones.length === 1 ? zones[0] : undefined;
});
