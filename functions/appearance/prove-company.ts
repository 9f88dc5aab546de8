import type { CompanyPolicy } from "./company-policy.ts";
import { contrast, enoughForText, legibleOn } from "./contrast.ts";

const white = "#ffffff";

/** The company's face: a colour that can be read. */
export function proveCompany({ company: { accentColor } }: CompanyPolicy): string[] {
  const ratio = contrast(accentColor, white);
  if (ratio >= enoughForText) return [];
  return [
    `company.accentColor: ${accentColor} on white has a contrast of ${ratio.toFixed(1)}, and WCAG AA asks for ${enoughForText}; ${legibleOn(white, accentColor)} would do.`,
  ];
}
