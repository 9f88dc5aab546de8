import type { Locale } from "../../functions/appearance/locales.ts";
import type { Money } from "../../functions/billing/money.ts";
import type { DunningCase, Outcome, TimelineEntry } from "../../functions/dunning/case.ts";
import type { MessageName } from "../../functions/dunning/message-kinds.ts";
import type { HttpAnswer, HttpRequest } from "../../functions/platform/http/http-handler.ts";
import type { Instant } from "../../functions/platform/instant.ts";
import type { ChosenKind } from "../providers/stripe/methods.ts";
import type { Summary } from "./summary.ts";

/** What a page or a test may ask of the embedded world. Reads never move the clock; texts are not escaped for HTML. */
export interface SandboxWorld {
  readonly seed: number;
  readonly startedAt: Instant;
  /** Where the story that was asked for ends (`--days`); time may be advanced beyond it. */
  readonly endsAt: Instant;
  now(): Instant;
  /** True while an advance is under way; another one waits for it. */
  busy(): boolean;
  /** Plays everything that happens within an ISO 8601 duration of hours, days or weeks: `PT1H`, `P1D`, `P7D`. */
  advance(duration: string): Promise<void>;
  /** Plays everything up to and including `instant`; one already past changes nothing. */
  advanceTo(instant: Instant): Promise<void>;
  /** Calls `listener` now and then while time advances, and once at its end. @returns how to stop listening. */
  onProgress(listener: (progress: Progress) => void): () => void;

  /** Open cases first, the next step first; then closed ones, the latest first. */
  cases(): Promise<readonly CaseRow[]>;
  case(caseId: string): Promise<CaseStory | undefined>;
  /** The newest first. */
  mails(): readonly MailRow[];
  mail(mailId: string): Mail | undefined;
  /** The same message, composed as a reader of another language would get it; `mail` itself in its own language. */
  mailIn(mailId: string, locale: Locale): Promise<Mail | undefined>;
  summary(): Promise<Summary>;
  /** One entry per day from the start to now, in UTC, and per currency. */
  series(): Promise<readonly DayOfMoney[]>;
  /** The first charges of renewals, by day, as the functions counted them. */
  firstCharges(): readonly DayOfCharges[];

  /** `POST /webhooks/{provider}`: the handler that AWS runs. */
  receive(event: HttpRequest): Promise<HttpAnswer>;
  /** The page behind the button of a message, GET and POST: the handler that AWS runs. */
  portal(event: HttpRequest): Promise<HttpAnswer>;
  /** The provider's pages, which the simulated Stripe leaves to the sandbox to draw. */
  readonly stripePages: StripePages;
}

/** Renewals that were charged for the first time on a day, in UTC, and how many of them failed. */
export interface DayOfCharges {
  readonly day: string;
  readonly charges: number;
  readonly failures: number;
}

/** How far an advance has come. */
export interface Progress {
  readonly now: Instant;
  readonly until: Instant;
  /** 0 to 1. */
  readonly share: number;
  readonly eventsReceived: number;
  readonly openCases: number;
  readonly recoveredCases: number;
  readonly mailsSent: number;
}

export interface CaseRow {
  readonly caseId: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly plan: string;
  readonly amount: Money;
  /** In English: `€49.00`. */
  readonly amountText: string;
  readonly openedAt: Instant;
  readonly status: DunningCase["status"];
  readonly outcome: Outcome | undefined;
  /** `Open`, `Recovered by retry`, `Recovered by a new card`, `Lost`, ... */
  readonly statusText: string;
  readonly attemptCount: number;
  readonly mailCount: number;
  readonly next: { readonly act: string; readonly at: Instant; readonly reason: string } | undefined;
}

export interface CaseStory extends CaseRow {
  readonly invoiceId: string;
  readonly invoiceNumber: string | undefined;
  readonly subscriptionId: string | undefined;
  readonly customer: {
    readonly email: string | undefined;
    readonly locale: string | undefined;
    readonly timeZone: string | undefined;
    readonly country: string | undefined;
    readonly segment: string | undefined;
    /** The policy's segments that the customer is in now. */
    readonly segments: readonly string[];
  };
  /** `Visa •••• 4242`, as declined; empty when unknown. */
  readonly card: string;
  /** The codes of the latest decline: `insufficient_funds, network 51`; empty when unknown. */
  readonly decline: string;
  readonly paused: boolean;
  /** Oldest first. */
  readonly timeline: readonly TimelineEntry[];
  /** Oldest first. */
  readonly mails: readonly MailRow[];
}

export interface MailRow {
  /** Safe in a URL's path. */
  readonly mailId: string;
  readonly messageKey: string;
  readonly customerId: string;
  readonly customerName: string;
  /** Undefined for mail that belongs to no case. */
  readonly caseId: string | undefined;
  readonly to: string;
  readonly subject: string;
  readonly locale: Locale;
  readonly name: MessageName;
  readonly sentAt: Instant;
  readonly state: "sent" | "delivered" | "bounced";
}

export interface Mail extends MailRow {
  readonly from: string;
  readonly replyTo: string;
  /** A whole document; links in it lead to this sandbox. */
  readonly html: string;
  readonly text: string;
}

export interface DayOfMoney {
  /** `2026-01-05` */
  readonly day: string;
  readonly currency: string;
  readonly failedMinor: number;
  readonly recoveredMinor: number;
  readonly lostMinor: number;
  readonly failedCount: number;
  readonly recoveredCount: number;
  readonly lostCount: number;
}

/** What the billing portal and the hosted invoice page of the simulated Stripe show and do. */
export interface StripePages {
  /** `/stripe/portal/:sessionId`; undefined if there is no such session. */
  portalSession(sessionId: string): PortalSession | undefined;
  /** The customer puts in another method. It becomes the default; the events go out at the next advance of the clock. */
  replaceMethod(sessionId: string, kind: ChosenKind): Promise<void>;
  /** `/stripe/invoice/:invoiceId` */
  hostedInvoice(invoiceId: string): HostedInvoice | undefined;
  /**
   * The customer pays the invoice there, with the method on file or with another one, which is used once unless `keeps`
   * makes it the default.
   */
  payHostedInvoice(
    invoiceId: string,
    other?: { readonly kind: ChosenKind; readonly keeps: boolean },
  ): Promise<AnswerOfPage>;
  /** The customer confirms there what the bank asked for. */
  confirmHostedInvoice(invoiceId: string): Promise<AnswerOfPage>;
  /** What a visitor can put in, with what each does. */
  readonly methodKinds: readonly { readonly kind: ChosenKind; readonly label: string; readonly effect: string }[];
}

export interface AnswerOfPage {
  readonly paid: boolean;
  readonly message: string;
}

/** What the customer pays with by default; undefined if nothing is saved. Of what expires, when it does. */
export type MethodOnFile =
  | { readonly name: string; readonly last4: string; readonly expMonth?: number; readonly expYear?: number }
  | undefined;

export interface PortalSession {
  readonly sessionId: string;
  readonly customerName: string;
  readonly customerEmail: string | undefined;
  readonly locale: string;
  readonly returnUrl: string;
  readonly method: MethodOnFile;
}

export interface HostedInvoice {
  readonly invoiceId: string;
  readonly number: string;
  readonly customerName: string;
  readonly status: string;
  readonly plan: string;
  /** What remains to be paid. */
  readonly amount: Money;
  readonly amountText: string;
  readonly method: MethodOnFile;
  /** The bank wants the customer to confirm the last charge. */
  readonly asksToConfirm: boolean;
  /** A debit was started and has no answer yet. */
  readonly inProgress: boolean;
}
