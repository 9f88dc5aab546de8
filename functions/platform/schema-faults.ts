import type * as z from "zod/mini";

/** Which fields a schema refused and why, for an error: `amount: Invalid input; at: Invalid input`. No value is in it. */
export const faultsIn = ({ issues }: z.core.$ZodError): string =>
  issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
