/** The card networks as they write themselves, by the name that a decline carries. */
export const networkNames: ReadonlyMap<string, string> = new Map([
  ["visa", "Visa"],
  ["mastercard", "Mastercard"],
  ["amex", "American Express"],
  ["discover", "Discover"],
  ["diners", "Diners Club"],
  ["jcb", "JCB"],
  ["unionpay", "UnionPay"],
  ["cartes_bancaires", "Cartes Bancaires"],
  ["eftpos_au", "eftpos"],
]);
