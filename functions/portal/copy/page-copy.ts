import type { Content, Markup } from "../../appearance/html.ts";

/** What the page says when there is nothing to press. */
export interface Notice {
  readonly heading: string;
  readonly paragraphs: readonly string[];
}

/** Every text of the customer's page in one language; a language that misses one does not compile. */
export interface PageCopy {
  /** BCP 47, for the `lang` attribute; with the script where fonts depend on it. */
  readonly lang: string;
  readonly update: {
    readonly heading: string;
    /** `reason`: a sentence, or empty. */
    readonly whatHappened: (amount: string, reason: string) => string;
    readonly whatToDo: (amount: string) => string;
    readonly facts: {
      readonly amount: string;
      readonly plan: string;
      readonly card: string;
      readonly account: string;
      readonly pause: string;
      readonly end: string;
    };
    readonly card: (brand: string, last4: string) => string;
    readonly button: string;
    /** What happens after the button, and who sees the card number. */
    readonly secure: (company: string) => string;
  };
  readonly settled: Notice;
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
