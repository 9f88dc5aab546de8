import * as z from "zod/mini";
import { madeOnce } from "../platform/made-once.ts";

/** An amount in the currency's ISO 4217 minor unit: 4900 EUR is 49.00, 4900 JPY is 4,900, 4900 KWD is 4.900. */
export const moneySchema = z.object({ amountMinor: z.int(), currency: z.string().check(z.regex(/^[A-Z]{3}$/)) });
export type Money = z.infer<typeof moneySchema>;

// Intl cannot be asked: its digits are those of cash in daily use (0 for HUF, COP, IDR), not those of ISO 4217.
const withoutMinorUnit = new Set("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" "));
const withThousandths = new Set("BHD IQD JOD KWD LYD OMR TND".split(" "));

/** How many digits follow the decimal point, by ISO 4217: EUR 2, JPY 0, KWD 3; 2 for a code nobody knows. */
export function minorUnitDigits(currency: string): 0 | 2 | 3 {
  if (withoutMinorUnit.has(currency)) return 0;
  return withThousandths.has(currency) ? 3 : 2;
}

/**
 * The amount as a reader of `locale` expects it: `€49.00`, `49,00 €`, `¥4,900`. Currencies whose cents left daily
 * use (HUF, COP) show them only when there are some.
 */
export const formatMoney = ({ amountMinor, currency }: Money, locale: string): string =>
  formatOf(locale, currency).format(amountMinor / 10 ** minorUnitDigits(currency));

const formatOf = madeOnce((locale: string, currency: string): Intl.NumberFormat => {
  const style = { style: "currency", currency } as const;
  const digits = minorUnitDigits(currency);
  const everyday = new Intl.NumberFormat(locale, style).resolvedOptions().maximumFractionDigits;
  return new Intl.NumberFormat(locale, {
    ...style,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    trailingZeroDisplay: everyday === 0 ? "stripIfInteger" : "auto",
  });
});
