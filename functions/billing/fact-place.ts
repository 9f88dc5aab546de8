/** Where facts lie in their payer's partition. */
export const factPlace = {
  invoice: (id: string) => `invoice#${id}`,
  subscription: (id: string) => `subscription#${id}`,
  card: (id: string) => `card#${id}`,
  payment: (id: string) => `payment#${id}`,
  returned: (key: string) => `returned#${key}`,
  paymentLink: (id: string) => `payment-link#${id}`,
} as const;
