import type { CompanyPolicy } from "./company-policy.ts";
import { contrast, enoughForText, legibleOn } from "./contrast.ts";

const white = "#ffffff";

/** The company's face: a colour that can be read, and a name on the web that is free for it. */
export const proveCompany = (policy: CompanyPolicy): string[] => [...proveColour(policy), ...proveDomain(policy)];

function proveColour({ company: { accentColor } }: CompanyPolicy): string[] {
  const ratio = contrast(accentColor, white);
  if (ratio >= enoughForText) return [];
  return [
    `company.accentColor: ${accentColor} on white has a contrast of ${ratio.toFixed(1)}, and WCAG AA asks for ${enoughForText}; ${legibleOn(white, accentColor)} would do.`,
  ];
}

/** One name leads to one place: the product's own page would be gone. */
function proveDomain({ company: { domain, website } }: CompanyPolicy): string[] {
  const { hostname } = new URL(website);
  if (domain?.name !== hostname) return [];
  return [
    `company.domain.name: ${hostname} is where company.website is; give links a name of their own, such as billing.${hostname.replace(/^www\./, "")}.`,
  ];
}
