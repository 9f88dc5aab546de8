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

type ReaderFacts = Pick<Customer, "locale" | "locales" | "country" | "timeZone">;

/** The language, region and zone of a customer, from what is known, else from the policy's defaults. */
export function readerOf(customer: ReaderFacts, policy: Pick<BillingPolicy, "defaults">): Reader {
  const { locale: first, locales: all = first === undefined ? [] : [first] } = customer;
  const tags = all.flatMap(tagsIn);
  const { locale, tag = tags[0] } = copyFor(tags, policy);
  const region = tag?.region ?? customer.country ?? tags.find((each) => each.region !== undefined)?.region;
  return {
    locale,
    formatLocale: formatLocaleOf(locale, region),
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

/**
 * The tags of a text: `zh-Hant-TW`, `pl_PL_formal`, `EN`, `sv_SE.UTF-8` and `pl-PL,pl;q=0.9` are all understood. What
 * stands behind the region may be anything.
 */
const tagsIn = madeOnce((written: string): readonly Tag[] =>
  written.split(",").flatMap((part) => {
    const [text = ""] = part.split(/[;.@]/);
    const subtags = text.split(/[-_/\s]+/).filter((subtag) => subtag !== "");
    return parsedTag(subtags) ?? parsedTag(subtags.slice(0, 2)) ?? parsedTag(subtags.slice(0, 1)) ?? [];
  }),
);

function parsedTag(subtags: readonly string[]): Tag | undefined {
  try {
    const tag = new Intl.Locale(subtags.join("-"));
    return { language: tag.language, region: tag.region, script: tag.maximize().script };
  } catch {
    return undefined;
  }
}

/** Ours is Simplified Chinese, which not all read gladly. */
const isTraditionalChinese = ({ language, script }: Tag): boolean => language === "zh" && script === "Hant";

/**
 * The copy for somebody who reads these languages, the most preferred first, and the tag by which it was found. Readers
 * of Traditional Chinese and of nothing that we write get English, unless the policy says otherwise.
 */
function copyFor(
  tags: readonly Tag[],
  { defaults }: Pick<BillingPolicy, "defaults">,
): { readonly locale: Locale; readonly tag?: Tag } {
  for (const tag of tags) {
    const locale = locales.find((each) => each === tag.language);
    const isOurs = defaults.traditionalChinese === "simplified" || !isTraditionalChinese(tag);
    if (locale !== undefined && isOurs) return { locale, tag };
  }
  const traditional = tags.find(isTraditionalChinese);
  return traditional === undefined ? { locale: defaults.locale } : { locale: "en", tag: traditional };
}

/** Where the region is unknown, English follows the international form, 5 January, rather than that of one country. */
function formatLocaleOf(locale: Locale, region = ""): string {
  if (/^([a-z]{2}|\d{3})$/i.test(region)) return `${locale}-${region.toUpperCase()}`;
  return locale === "en" ? "en-001" : locale;
}
