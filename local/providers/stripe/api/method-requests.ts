import type { Account } from "../account.ts";
import { methodShape } from "../shapes/method-shape.ts";
import { type Answer, noSuch } from "./answers.ts";
import { listed, pageOf } from "./lists.ts";

/** `GET /v1/customers/:id/payment_methods`, the newest first. */
export function listMethods({ books }: Account, customerId: string, form: URLSearchParams): Answer {
  if (!books.customers.has(customerId)) return noSuch("customer", customerId);
  const theirs = [...books.methods.values()].filter((method) => method.customerId === customerId).reverse();
  const page = pageOf(theirs, form);
  if (page === undefined) return noSuch("payment_method", form.get("starting_after") ?? "");
  return listed(page, methodShape, `/v1/customers/${customerId}/payment_methods`);
}
