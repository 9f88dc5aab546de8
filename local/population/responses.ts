import type { MessageName } from "../../functions/policy/message-names.ts";
import { dealer } from "../random.ts";

/** What a customer does about a payment that failed. */
export type Response =
  /** Reads the mail, and acts on the first message at least as pressing as this one. */
  | { readonly kind: "acts-on-mail"; readonly from: MessageName }
  /** Notices by themselves and puts in another card. */
  | { readonly kind: "replaces-card"; readonly afterHours: number }
  /** Pays on the provider's own invoice page with another card. */
  | { readonly kind: "pays-invoice-page"; readonly afterHours: number }
  /** Sends the money by bank transfer; the company marks the invoice paid. */
  | { readonly kind: "pays-by-transfer"; readonly afterHours: number }
  | { readonly kind: "cancels"; readonly afterHours: number; readonly thenDeletes: boolean }
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

const onMail = (from: MessageName): Response => ({ kind: "acts-on-mail", from });
const ignores: Response = { kind: "ignores" };

const deck: readonly Response[] = [
  onMail("payment-failed"),
  onMail("payment-failed"),
  onMail("payment-failed"),
  onMail("payment-failed"),
  onMail("payment-reminder"),
  onMail("payment-reminder"),
  onMail("payment-urgent"),
  onMail("payment-urgent"),
  onMail("pause-warning"),
  onMail("final-notice"),
  { kind: "replaces-card", afterHours: 20 },
  { kind: "replaces-card", afterHours: 130 },
  { kind: "pays-invoice-page", afterHours: 60 },
  { kind: "pays-by-transfer", afterHours: 210 },
  { kind: "cancels", afterHours: 75, thenDeletes: true },
  { kind: "cancels", afterHours: 300, thenDeletes: false },
  ...Array.from({ length: 6 }, () => ignores),
];

/** Deals what the next customer in trouble does, so that any seed gets about the same mix. */
export const responses = (seed: number): (() => Response) => dealer(deck, seed, "responses");

/** Whether a customer of that patience acts on this message. */
export function actsOn(response: Response | undefined, message: string): boolean {
  if (response?.kind !== "acts-on-mail") return false;
  const reached = pressing.indexOf(message);
  return reached >= 0 && reached >= pressing.indexOf(response.from);
}
