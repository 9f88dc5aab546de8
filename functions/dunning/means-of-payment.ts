import type { MethodKind } from "../billing/method-kind.ts";
import type { ProviderInvoice, ProviderMethod } from "../billing/payments.ts";
import { oneLine } from "../messages/one-line.ts";
import type { DunningCase } from "./case.ts";
import { declineKind } from "./decline-reasons.ts";
import type { Ask, DunningValues } from "./message-kinds.ts";

/** How money was to be taken, as far as a letter says it. */
export type MeansOfPayment = "card" | "account" | "other" | "none";

const meansOf: Readonly<Record<MethodKind, Exclude<MeansOfPayment, "none">>> = {
  card: "card",
  "legacy-source": "card",
  "sepa-debit": "account",
  "us-bank-account": "account",
  "bacs-debit": "account",
  "acss-debit": "account",
  "au-becs-debit": "account",
  link: "other",
  wallet: "other",
  other: "other",
};

/** What banks and their customers call each debit, in every language; the letter says the rest. */
const schemes: Readonly<Partial<Record<MethodKind, string>>> = {
  "sepa-debit": "SEPA",
  "us-bank-account": "ACH",
  "bacs-debit": "Bacs",
  "acss-debit": "PAD",
  "au-becs-debit": "BECS",
};

/** What a case knows of the charge that failed. */
export type FailedCharge = Pick<
  DunningCase,
  | "cardId"
  | "cardBrand"
  | "cardLast4"
  | "methodKind"
  | "bankName"
  | "decline"
  | "declinedAt"
  | "cardChangedAt"
  | "attempts"
>;

/** The means of payment that the provider would charge now, and those behind it. */
type ProviderDefaults = Pick<
  ProviderInvoice,
  "lastAttempt" | "invoiceDefault" | "subscriptionDefault" | "customerDefault"
>;

const defaultsOf = (invoice: ProviderDefaults | undefined): readonly ProviderMethod[] =>
  [invoice?.invoiceDefault, invoice?.subscriptionDefault, invoice?.customerDefault].filter(
    (method) => method !== undefined,
  );

/** The means of payment that was charged, where the provider still has it. */
function chargedMethod(charge: FailedCharge, invoice: ProviderDefaults | undefined): ProviderMethod | undefined {
  const methodId = charge.cardId ?? invoice?.lastAttempt?.methodId;
  return defaultsOf(invoice).find((method) => method.methodId === methodId);
}

/** The codes by which a provider says that there was nothing to charge. */
const withoutMethod: ReadonlySet<string> = new Set(["no_payment_method", "missing"]);

/** What was charged, as a letter shows it. */
export interface ChargedMeans
  extends Pick<DunningValues, "cardBrand" | "cardLast4" | "debitScheme" | "bankName" | "bankLast4"> {
  readonly means: MeansOfPayment;
}

const nothingShown = { cardBrand: "", cardLast4: "", debitScheme: "", bankName: "", bankLast4: "" } as const;

/** Providers call a brand they do not know `Unknown`; that is no word for a customer. */
const brandShown = (brand: string): string => (/^unknown$/i.test(brand) ? "" : oneLine(brand));

const bankShown = ({ bankName = "" }: FailedCharge, kind: MethodKind) => ({
  debitScheme: schemes[kind] ?? "",
  bankName: oneLine(bankName),
});

/** How the payment that failed was to be made: by the case, else by what the provider says of the same method. */
export function chargedMeans(charge: FailedCharge, invoice?: ProviderDefaults): ChargedMeans {
  const method = chargedMethod(charge, invoice);
  if (withoutMethod.has(charge.decline?.providerCode ?? "")) return { means: "none", ...nothingShown };
  const kind = charge.methodKind ?? method?.kind ?? "card";
  const means = meansOf[kind];
  const last4 = oneLine(charge.cardLast4 ?? method?.last4 ?? "");
  switch (means) {
    case "card":
      return {
        means,
        ...nothingShown,
        cardBrand: brandShown(charge.cardBrand ?? method?.brand ?? ""),
        cardLast4: last4,
      };
    case "account":
      return { means, ...nothingShown, ...bankShown(charge, kind), bankLast4: last4 };
    case "other":
      return { means, ...nothingShown };
  }
}

/** Whether the bank wants the customer to confirm the payment, by its newest answer about the card that is there now. */
export function wantsConfirmation({ attempts, decline, declinedAt = "", cardChangedAt = "" }: FailedCharge): boolean {
  if (declineKind(decline) === "authentication-required") return true;
  const last = attempts.at(-1);
  return last?.result === "needs-customer" && declinedAt <= last.at && cardChangedAt <= last.at;
}

/** A saved method as a page shows it. */
export function meansOfMethod({ kind, brand = "", last4 = "" }: ProviderMethod) {
  const means = meansOf[kind];
  const shown = oneLine(last4);
  if (means === "card") return { means, ...nothingShown, cardBrand: brandShown(brand), cardLast4: shown };
  return means === "account"
    ? { means, ...nothingShown, debitScheme: schemes[kind] ?? "", bankName: oneLine(brand), bankLast4: shown }
    : { means, ...nothingShown };
}

const askFor: Readonly<Record<MeansOfPayment, Ask>> = {
  card: "update-card",
  account: "update-account",
  other: "update-method",
  none: "add-method",
};

/** What is asked for where nothing is to be confirmed. */
export const askToUpdate = (means: MeansOfPayment): Ask => askFor[means];

/** What the customer is asked to do. */
export const askOf = (charge: FailedCharge, means: MeansOfPayment): Ask =>
  wantsConfirmation(charge) && means !== "none" ? "confirm" : askFor[means];
