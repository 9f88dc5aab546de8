import type { MessageName } from "../../functions/dunning/message-kinds.ts";
import type { ChosenKind } from "../providers/stripe/methods.ts";

/** What a customer does about a payment that failed. */
export type Response =
  /** Reads the mail, and acts on the first message at least as pressing as this one. */
  | { readonly kind: "acts-on-mail"; readonly from: MessageName }
  /** Notices by themselves and puts in another card. */
  | { readonly kind: "replaces-card"; readonly afterHours: number }
  /** Pays on the provider's own invoice page with another card. */
  | { readonly kind: "pays-invoice-page"; readonly afterHours: number }
  /** The same with something that is used once, unless it is kept. */
  | {
      readonly kind: "pays-page-with";
      readonly afterHours: number;
      readonly method: ChosenKind;
      readonly keeps: boolean;
    }
  /** Confirms on that page what the bank asked for. */
  | { readonly kind: "confirms"; readonly afterHours: number }
  /** Tries what is on file there, again and again. */
  | { readonly kind: "tries-page"; readonly afterHours: number; readonly times: number }
  /** Pays a part, by a transfer that Stripe books. */
  | { readonly kind: "pays-part"; readonly afterHours: number; readonly percent: number }
  /** Sends the money by bank transfer; the company marks the invoice paid. */
  | { readonly kind: "pays-by-transfer"; readonly afterHours: number }
  | { readonly kind: "cancels"; readonly afterHours: number; readonly thenDeletes: boolean }
  /** Leaves when the period is over. */
  | { readonly kind: "leaves-at-period-end"; readonly afterHours: number }
  | { readonly kind: "ignores" };

/** The messages a customer may act on, from the friendliest to the most pressing. */
const pressing: readonly string[] = [
  "payment-failed",
  "payment-reminder",
  "payment-urgent",
  "pause-warning",
  "paused",
  "final-notice",
] satisfies MessageName[];

/** Whether a customer of that patience acts on this message. */
export function actsOn(response: Response | undefined, message: string): boolean {
  if (response?.kind !== "acts-on-mail") return false;
  const reached = pressing.indexOf(message);
  return reached >= 0 && reached >= pressing.indexOf(response.from);
}
