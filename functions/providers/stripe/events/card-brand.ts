import { networkNames } from "../../../billing/network-name.ts";

/** By Stripe's codes and by the names its older card objects carry, in lower case with underscores. */
const displayNames: ReadonlyMap<string, string> = new Map([
  ...networkNames,
  ["american_express", "American Express"],
  ["diners_club", "Diners Club"],
  ["eftpos_australia", "eftpos"],
]);

const codeOf = (brand: string): string => brand.trim().toLowerCase().replaceAll(" ", "_");

/** As the network writes itself; undefined for a brand nobody knows, `unknown` among them. */
export const brandName = (brand: string | undefined): string | undefined => displayNames.get(codeOf(brand ?? ""));

/** The network in lower case, the same for every way in which Stripe writes it: `visa`, `mastercard`, `amex`. */
export function networkOf(brand: string | undefined): string | undefined {
  if (brand === undefined) return undefined;
  const code = codeOf(brand);
  if (code === "unknown") return undefined;
  return code === "american_express" ? "amex" : code;
}
