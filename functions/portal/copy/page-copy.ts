import type { Content, Markup } from "../../appearance/html.ts";
import type { Ask, DunningValues } from "../../dunning/message-kinds.ts";

/** What the page says when there is nothing to press. */
export interface Notice {
  readonly heading: string;
  readonly paragraphs: readonly string[];
}

/** What is said of a payment that waits, formatted for the reader; the same values as in letters. */
export type Said = Pick<
  DunningValues,
  "ask" | "amount" | "partPaid" | "invoiceCount" | "total" | "paysFor" | "plan" | "leaveDate" | "declineReason"
> &
  Pick<DunningValues, "cardBrand" | "cardLast4" | "bankName" | "bankLast4" | "debitScheme">;

/** A saved means of payment, as the page names it; texts are empty where nothing is known. */
export type SavedMeans = Pick<Said, "cardBrand" | "cardLast4" | "bankName" | "bankLast4" | "debitScheme"> & {
  readonly means: "card" | "account" | "other";
};

/** How it ended: by our own end of the ladder, or because the subscription was cancelled by somebody else. */
export type Ending = "cancel-subscription" | "mark-uncollectible" | "leave-open" | "cancelled";

/** What is said of a payment that is no longer asked for. `day`: when it ended. */
export type Ended = Pick<Said, "amount" | "plan" | "paysFor"> & { readonly end: Ending; readonly day: string };

/** Every text of the customer's page in one language; a language that misses one does not compile. */
export interface PageCopy {
  /** BCP 47, for the `lang` attribute; with the script where fonts depend on it. */
  readonly lang: string;
  readonly update: {
    readonly heading: Readonly<Record<Ask, string>>;
    readonly whatHappened: (said: Said) => string;
    readonly whatToDo: (said: Said) => string;
    readonly facts: {
      readonly amount: string;
      readonly total: string;
      readonly paid: string;
      readonly plan: string;
      readonly invoice: string;
      readonly card: string;
      readonly bankAccount: string;
      readonly account: string;
      readonly pause: string;
      readonly end: string;
    };
    /** One of several invoices: its plan, if known, and the day it failed. */
    readonly invoice: (plan: string, failedOn: string) => string;
    readonly card: (brand: string, last4: string) => string;
    readonly bankAccount: (name: string, last4: string, scheme: string) => string;
    readonly button: Readonly<Record<Ask, string>>;
    /** Confirms one of several, by its amount. */
    readonly confirmOne: (amount: string) => string;
    /** Pays the invoice on the provider's page of it. */
    readonly otherWay: string;
    /** What happens after the button, and who sees the numbers. */
    readonly secure: (company: string, ask: Ask) => string;
  };
  /** Back from the provider's page, and nothing was saved there: `known` is what is still on file, or empty. */
  readonly unchanged: { readonly heading: string; readonly whatIs: (known: string) => string };
  /** Back from the provider's page, where a new means of payment was saved. */
  readonly saved: {
    readonly heading: string;
    readonly whatIs: (means: SavedMeans["means"], shown: string) => string;
    readonly whatNext: (said: Pick<Said, "total" | "paysFor" | "leaveDate">, means: SavedMeans["means"]) => string;
  };
  readonly ended: {
    readonly heading: (end: Ending) => string;
    readonly whatHappened: (ended: Ended) => string;
    readonly comeBack: (company: string, paysFor: Said["paysFor"]) => string;
    readonly website: (company: string) => string;
    /** Pays an invoice that was left open. */
    readonly pay: string;
  };
  readonly processing: Notice;
  readonly settled: Notice;
  readonly withdrawn: Notice;
  readonly expired: Notice;
  readonly invalid: Notice;
  readonly unavailable: Notice & { readonly button: string };
  readonly thanks: Notice;
  readonly help: {
    readonly heading: string;
    readonly contact: (email: Markup, page: (label: Content) => Markup) => Markup;
    readonly cancel: string;
  };
}
