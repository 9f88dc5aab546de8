/** Who pays, in the provider's own words. */
export interface ProviderIds {
  readonly provider: string;
  readonly providerCustomerId: string;
}

/**
 * Holdfast's own id of a payer, one customer at one provider: `stripe-cus_123`. It is derived and never looked up, so
 * that it does not depend on who was heard of first; whatever two payers share, they are never merged.
 */
export const payerIdOf = ({ provider, providerCustomerId }: ProviderIds): string => `${provider}-${providerCustomerId}`;

/**
 * Whether something kept in a partition is its payer's own. In partitions from the time when customers of one account
 * id were taken for one, some is not.
 */
export const isOfItsPartition = (kept: ProviderIds & { readonly customerId: string }): boolean =>
  payerIdOf(kept) === kept.customerId;
