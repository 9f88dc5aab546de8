/** By Stripe's codes and by the names its older card objects carry, in lower case with underscores. */
const displayNames: ReadonlyMap<string, string> = new Map([
  ["visa", "Visa"],
  ["mastercard", "Mastercard"],
  ["amex", "American Express"],
  ["american_express", "American Express"],
  ["discover", "Discover"],
  ["diners", "Diners Club"],
  ["diners_club", "Diners Club"],
  ["jcb", "JCB"],
  ["unionpay", "UnionPay"],
  ["cartes_bancaires", "Cartes Bancaires"],
  ["eftpos_au", "eftpos"],
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
