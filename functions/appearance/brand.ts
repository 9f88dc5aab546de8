import type { CompanyPolicy } from "./company-policy.ts";

/** What a message shows of the company that sends it. */
export interface Brand {
  readonly companyName: string;
  readonly website: string;
  readonly postalAddress: string;
  /** `#rrggbb` */
  readonly accentColor: string;
}

/** The brand of this deployment. */
export const brandOf = ({ company }: CompanyPolicy): Brand => ({
  companyName: company.name,
  website: company.website,
  postalAddress: company.postalAddress,
  accentColor: company.accentColor,
});

/** Who writes, and from where: the postal address, and the company's name unless the address begins with it. */
export const imprintOf = ({ companyName, postalAddress }: Brand): string =>
  postalAddress.startsWith(companyName) ? postalAddress : `${companyName}, ${postalAddress}`;
