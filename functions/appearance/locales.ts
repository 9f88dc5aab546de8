/** The languages every customer message ships in. */
export const locales = ["en", "pl", "sv", "zh"] as const;
export type Locale = (typeof locales)[number];
