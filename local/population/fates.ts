import type { MessageName } from "../../functions/dunning/message-kinds.ts";
import { type Instant, plusMs } from "../../functions/platform/instant.ts";
import { dealer } from "../engine/random.ts";
import { nextPayday } from "../providers/stripe/billing-calendar.ts";
import type { TroubleKind } from "../providers/stripe/decline-reasons.ts";
import type { Trouble } from "../providers/stripe/records.ts";
import type { Lives } from "./lives.ts";
import type { Response } from "./responses.ts";

/** What befalls a card at a renewal, and what its owner does about it. */
interface Fate {
  readonly kind: TroubleKind;
  /** The days of the month on which money comes in. */
  readonly paydays?: readonly number[];
  readonly clearsAfterDays?: number;
  readonly clearsPerTry?: number;
  /** Of a debit: the bank approves first, and gives the money back so many days later. */
  readonly returnedAfterDays?: number;
  readonly response: Response;
}

/** Of a hundred renewals this many meet a card in trouble; cards that expired unnoticed come on top, about one more. */
const troubledPerHundred = 8;

const ignores: Response = { kind: "ignores" };
const onMail = (from: MessageName): Response => ({ kind: "acts-on-mail", from });
const replacesCard = (afterHours: number): Response => ({ kind: "replaces-card", afterHours });
const paysInvoicePage = (afterHours: number): Response => ({ kind: "pays-invoice-page", afterHours });
const untilPayday = (paydays: readonly number[], response: Response = ignores): Fate => ({
  kind: "insufficient-funds",
  paydays,
  response,
});
const noMoney = (response: Response): Fate => ({ kind: "insufficient-funds", response });

/** Declines that time alone mends: what retries are for. */
const passing: readonly Fate[] = [
  ...[[1, 15], [10, 25], [5, 20], [1, 15], [10, 25], [5, 20], [1], [28]].map((days) => untilPayday(days)),
  { kind: "do-not-honor", clearsPerTry: 0.5, response: ignores },
  { kind: "do-not-honor", clearsPerTry: 0.3, response: ignores },
  { kind: "generic", clearsPerTry: 0.5, response: ignores },
  { kind: "generic", clearsPerTry: 0.4, response: ignores },
  { kind: "velocity", clearsAfterDays: 3, response: ignores },
  { kind: "processing-error", clearsPerTry: 0.8, response: ignores },
];

/** Declines of people who can be reached: what messages are for. */
const reachable: readonly Fate[] = [
  untilPayday([28], onMail("payment-failed")),
  noMoney(onMail("payment-failed")),
  noMoney(onMail("payment-reminder")),
  noMoney(onMail("pause-warning")),
  { kind: "authentication-required", response: onMail("payment-failed") },
  { kind: "authentication-required", response: onMail("payment-reminder") },
  { kind: "authentication-required", response: onMail("payment-failed") },
  { kind: "lost", response: onMail("payment-failed") },
  { kind: "lost", response: onMail("payment-reminder") },
  { kind: "stolen", response: onMail("payment-failed") },
  { kind: "do-not-honor", response: onMail("payment-failed") },
  { kind: "do-not-honor", response: onMail("final-notice") },
  { kind: "generic", response: onMail("payment-reminder") },
];

/** People who mend it before they are asked twice. */
const selfReliant: readonly Fate[] = [
  { kind: "do-not-honor", response: replacesCard(20) },
  noMoney(replacesCard(130)),
  noMoney(paysInvoicePage(60)),
  { kind: "velocity", clearsAfterDays: 9, response: paysInvoicePage(40) },
  noMoney({ kind: "pays-by-transfer", afterHours: 210 }),
];

const leaving: readonly Fate[] = [
  noMoney({ kind: "cancels", afterHours: 75, thenDeletes: true }),
  { kind: "stolen", response: { kind: "cancels", afterHours: 30, thenDeletes: false } },
  { kind: "generic", response: { kind: "cancels", afterHours: 300, thenDeletes: false } },
];

const beyondReach: readonly Fate[] = [noMoney(ignores), noMoney(ignores), { kind: "lost", response: ignores }];

const fateDeck = [...passing, ...reachable, ...selfReliant, ...leaving, ...beyondReach];

/** What befalls cards besides, where everything that happens in a year happens. */
const rarer: readonly Fate[] = [
  { kind: "revoked", response: onMail("payment-failed") },
  { kind: "revoked", response: ignores },
  { kind: "fraudulent", clearsPerTry: 0.2, response: onMail("payment-reminder") },
  { kind: "blocked-by-rule", response: onMail("payment-failed") },
  { kind: "blocked-by-rule", response: { kind: "pays-page-with", afterHours: 30, method: "mastercard", keeps: false } },
  { kind: "authentication-required", response: { kind: "confirms", afterHours: 7 } },
  { kind: "authentication-required", response: { kind: "confirms", afterHours: 60 } },
  { kind: "authentication-required", response: ignores },
  { kind: "lost", response: { kind: "pays-page-with", afterHours: 50, method: "visa", keeps: true } },
  { kind: "lost", response: { kind: "pays-page-with", afterHours: 90, method: "insufficient-funds", keeps: false } },
  noMoney({ kind: "pays-page-with", afterHours: 70, method: "apple_pay", keeps: false }),
  noMoney({ kind: "pays-page-with", afterHours: 100, method: "sepa_debit", keeps: true }),
  noMoney({ kind: "tries-page", afterHours: 26, times: 4 }),
  untilPayday([1, 15], { kind: "pays-part", afterHours: 60, percent: 40 }),
  noMoney({ kind: "pays-part", afterHours: 120, percent: 60 }),
  untilPayday([10, 25], { kind: "leaves-at-period-end", afterHours: 80 }),
  { kind: "generic", response: { kind: "leaves-at-period-end", afterHours: 150 } },
];

/** What befalls bank accounts. */
const debitDeck: readonly Fate[] = [
  ...[[1, 15], [10, 25], [28], [1]].map((days) => untilPayday(days)),
  untilPayday([5, 20], onMail("payment-failed")),
  noMoney(onMail("payment-failed")),
  noMoney(ignores),
  { kind: "account-closed", response: onMail("payment-failed") },
  { kind: "account-closed", response: ignores },
  { kind: "no-account", response: onMail("payment-reminder") },
  { kind: "debit-not-authorized", response: onMail("payment-failed") },
  { kind: "debit-not-authorized", response: { kind: "cancels", afterHours: 60, thenDeletes: false } },
  { kind: "account-restricted", response: { kind: "pays-page-with", afterHours: 40, method: "visa", keeps: true } },
  { kind: "insufficient-funds", returnedAfterDays: 4, response: ignores },
  { kind: "debit-not-authorized", returnedAfterDays: 18, response: ignores },
];

/** What befalls customers of Link, of whose cards only the answer is seen. */
const linkDeck: readonly Fate[] = [
  untilPayday([1, 15]),
  noMoney(onMail("payment-failed")),
  { kind: "generic", clearsPerTry: 0.4, response: ignores },
  { kind: "generic", response: onMail("payment-reminder") },
];

/** What people do whose card expired without anybody having noticed. */
const expiredDeck = [onMail("payment-failed"), onMail("payment-reminder"), replacesCard(50), ignores];

/** What somebody pays with, as far as it decides what can go wrong with it. */
export type MethodFamily = "card" | "debit" | "link";

/** What happens to cards and people, dealt so that any seed gets about the same mix. */
export interface Fates {
  /** What befalls what is paid with at a renewal; undefined if nothing does. */
  strike(now: Instant, family?: MethodFamily): Struck | undefined;
  /** What befalls it for certain. */
  trouble(now: Instant, family: MethodFamily): Struck;
  /** What the owner of an expired card does. */
  onExpiry(): Response;
}

export interface Struck {
  readonly trouble: Trouble;
  readonly response: Response;
}

export function fates(seed: number, lives: Lives = "plain"): Fates {
  const renewals = Array.from({ length: 100 }, (_, renewal) => renewal < troubledPerHundred);
  const isTroubled = dealer(renewals, seed, "renewals");
  const fate: Readonly<Record<MethodFamily, () => Fate>> = {
    card: dealer(lives === "plain" ? fateDeck : [...fateDeck, ...rarer], seed, "fates"),
    debit: dealer(debitDeck, seed, "fates of accounts"),
    link: dealer(linkDeck, seed, "fates of links"),
  };
  const onExpiry = dealer(expiredDeck, seed, "expired cards");
  const trouble = (now: Instant, family: MethodFamily): Struck => {
    const { response, ...struck } = fate[family]();
    return { trouble: troubleOf(struck, now), response };
  };
  return {
    strike: (now, family = "card") => (isTroubled() ? trouble(now, family) : undefined),
    trouble,
    onExpiry,
  };
}

function troubleOf({ kind, paydays, clearsAfterDays, ...how }: Omit<Fate, "response">, now: Instant): Trouble {
  if (paydays !== undefined) return { kind, clearsAt: nextPayday(now, paydays) };
  if (clearsAfterDays !== undefined) return { kind, clearsAt: plusMs(now, clearsAfterDays * 86_400_000) };
  return { kind, ...how };
}
