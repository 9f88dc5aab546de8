/** What a case is about, by the provider's own ids. */
export interface ProviderIdsOfCase {
  readonly providerCustomerId: string;
  readonly invoiceId: string;
  readonly subscriptionId?: string | undefined;
}

/** Where the company's own people see it at the provider. */
export interface ProviderPages {
  readonly customer: string;
  readonly invoice: string;
  readonly subscription?: string | undefined;
}

/** The provider's pages of a case, for people with access to the company's account there. */
export type PagesAtProvider = (ids: ProviderIdsOfCase) => Promise<ProviderPages>;
