import { isDebit } from "../providers/stripe/methods.ts";
import type { MethodRecord } from "../providers/stripe/records.ts";
import type { MethodFamily } from "./fates.ts";

export const familyOf = (method: MethodRecord): MethodFamily =>
  isDebit(method) ? "debit" : method.kind === "link" ? "link" : "card";
