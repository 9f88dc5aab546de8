import { type Locale, locales } from "../appearance/locales.ts";
import { madeOnce } from "../platform/made-once.ts";
import type { Customer } from "./customer.ts";
import type { BillingPolicy } from "./policy-slice.ts";
import { timeZoneOf } from "./time-zone.ts";

/** How to write to somebody. */
export interface Reader {
  /** The language of the copy. */
  readonly locale: Locale;
  /** The same language as the reader's region writes it, for numbers and dates: `en-GB`. */
  readonly formatLocale: string;
  /** IANA */
  readonly timeZone: string;
}

type ReaderFacts = Pick<Customer, "locale" | "country" | "timeZone">;

/** The language, region and zone of a customer, from what is known, else from the policy's defaults. */
export function readerOf(customer: ReaderFacts, policy: Pick<BillingPolicy, "defaults">): Reader {
  const tag = customer.locale ? parsedTag(customer.locale) : undefined;
  const locale = (tag && copyFor(tag, policy)) ?? policy.defaults.locale;
  return {
    locale,
    formatLocale: formatLocaleOf(locale, tag?.region ?? customer.country),
    timeZone: timeZoneOf(customer) ?? policy.defaults.timeZone,
  };
}

/** The company's own people, who read what is handed over. */
export const staffReader = ({ defaults }: Pick<BillingPolicy, "defaults">): Reader => readerOf({}, { defaults });

/** What a BCP 47 tag says. */
interface Tag {
  readonly language: string;
  readonly region: string | undefined;
  /** As written, or as usual in that language and region: `Hant` in Taiwan. */
  readonly script: string | undefined;
}

/** `zh-Hant-TW`, `pl_PL` and `EN` are all understood. */
const parsedTag = madeOnce((tag: string): Tag | undefined => {
  try {
    const written = new Intl.Locale(tag.trim().replaceAll("_", "-"));
    return { language: written.language, region: written.region, script: written.maximize().script };
  } catch {
    return undefined;
  }
});

/** The copy for readers of a language; undefined if there is none. Ours is Simplified Chinese, which not all read gladly. */
function copyFor({ language, script }: Tag, { defaults }: Pick<BillingPolicy, "defaults">): Locale | undefined {
  if (language === "zh" && script === "Hant" && defaults.traditionalChinese !== "simplified") return "en";
  return locales.find((each) => each === language);
}

/** Where the region is unknown, English follows the international form, 5 January, rather than that of one country. */
function formatLocaleOf(locale: Locale, region = ""): string {
  if (/^([a-z]{2}|\d{3})$/i.test(region)) return `${locale}-${region.toUpperCase()}`;
  return locale === "en" ? "en-001" : locale;
}
