/** The address of the customer's page, as mail carries it. */
export const updatePaymentUrl = (publicUrl: string, token: string): string =>
  `${publicUrl}/update-payment?token=${token}`;
