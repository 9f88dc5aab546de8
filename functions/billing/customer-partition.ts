/** The partition that holds everything known of one customer. */
export const customerPartition = (customerId: string): string => `customer#${customerId}`;
