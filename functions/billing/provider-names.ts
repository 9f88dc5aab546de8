/**
 * The providers that are known, each by the name of its folder under functions/providers. The lists there have an entry for
 * each: the type checker asks for what is missing.
 */
export const providerNames = ["stripe"] as const;
export type ProviderName = (typeof providerNames)[number];

export const isProviderName = (name: string): name is ProviderName => providerNames.some((known) => known === name);
