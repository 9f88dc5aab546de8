import { type Locale, locales } from "../../../functions/appearance/locales.ts";
import { formatMoney, type Money } from "../../../functions/billing/money.ts";
import type { Outcome, TimelineEntry } from "../../../functions/dunning/case.ts";
import { durationMs } from "../../../functions/platform/duration.ts";
import { type Instant, plusMs } from "../../../functions/platform/instant.ts";
import { chosenKinds } from "../../../local/providers/stripe/methods.ts";
import type {
  CaseRow,
  CaseStory,
  DayOfMoney,
  Mail,
  Progress,
  SandboxWorld,
} from "../../../local/views/sandbox-world.ts";
import { type ProviderBooks, summarize } from "../../../local/views/summary.ts";

const startedAt = "2026-01-05T00:00:00.000Z";
const day = (days: number): Instant => plusMs(startedAt, days * 86_400_000);

/** What differs from one sample case to the next. */
interface Sample {
  readonly name: string;
  readonly plan: string;
  readonly amount: Money;
  readonly locale: Locale;
  readonly timeZone: string;
  readonly openedOn: number;
  readonly outcome?: Outcome["kind"] | undefined;
}

/** A name that would break a page that forgets to escape, among long ones, short ones and other scripts. */
export const hostileName = `"><script>alert('x')</script> & Söhne 🎉`;

const samples: readonly Sample[] = [
  {
    name: "Northwind Traders",
    plan: "Orbit Team",
    amount: { amountMinor: 4900, currency: "EUR" },
    locale: "en",
    timeZone: "Europe/London",
    openedOn: 14,
  },
  {
    name: "Przedsiębiorstwo Wielobranżowe „Żółć i Gęśla Jaźń” sp. z o.o. sp. k.",
    plan: "Orbit Business, yearly",
    amount: { amountMinor: 1_249_900, currency: "PLN" },
    locale: "pl",
    timeZone: "Europe/Warsaw",
    openedOn: 12,
  },
  {
    name: "上海星河信息技术有限公司",
    plan: "Orbit Team",
    amount: { amountMinor: 4900, currency: "EUR" },
    locale: "zh",
    timeZone: "Asia/Shanghai",
    openedOn: 11,
  },
  {
    name: hostileName,
    plan: "<b>Orbit</b> Solo",
    amount: { amountMinor: 1900, currency: "EUR" },
    locale: "en",
    timeZone: "Mars/Olympus",
    openedOn: 9,
  },
  {
    name: "Åsa Öberg",
    plan: "Orbit Solo",
    amount: { amountMinor: 1900, currency: "EUR" },
    locale: "sv",
    timeZone: "Europe/Stockholm",
    openedOn: 8,
  },
  {
    name: "",
    plan: "",
    amount: { amountMinor: 4900, currency: "JPY" },
    locale: "en",
    timeZone: "Pacific/Kiritimati",
    openedOn: 6,
  },
  {
    name: "Kaffebaren",
    plan: "Orbit Team",
    amount: { amountMinor: 4900, currency: "EUR" },
    locale: "sv",
    timeZone: "Europe/Stockholm",
    openedOn: 3,
    outcome: "recovered",
  },
  {
    name: "Fiona O’Hara",
    plan: "Orbit Solo",
    amount: { amountMinor: 1900, currency: "EUR" },
    locale: "en",
    timeZone: "Europe/Dublin",
    openedOn: 2,
    outcome: "lost",
  },
  {
    name: "Delta Four",
    plan: "Orbit Team",
    amount: { amountMinor: 4900, currency: "EUR" },
    locale: "en",
    timeZone: "America/New_York",
    openedOn: 1,
    outcome: "cancelled",
  },
];

const outcomeOf = ({ outcome, openedOn }: Sample): Outcome | undefined => {
  const at = day(openedOn + 6);
  if (outcome === undefined) return undefined;
  return outcome === "recovered"
    ? { kind: outcome, at, how: "new-card", afterMessage: "payment-failed" }
    : { kind: outcome, at };
};

const statusTexts = { recovered: "Recovered by a new card", lost: "Lost", cancelled: "Cancelled", voided: "Voided" };

function rowOf(sample: Sample, index: number): CaseRow {
  const outcome = outcomeOf(sample);
  return {
    caseId: `stripe-in_${index}`,
    customerId: `stripe-cus_${index}`,
    customerName: sample.name,
    plan: sample.plan,
    amount: sample.amount,
    amountText: formatMoney(sample.amount, "en"),
    openedAt: day(sample.openedOn),
    status: outcome === undefined ? "open" : "closed",
    outcome,
    statusText: outcome === undefined ? (index === 1 ? "Open, paused" : "Open") : statusTexts[outcome.kind],
    attemptCount: 2,
    mailCount: 2,
    next:
      outcome === undefined
        ? {
            act: index === 1 ? "warn-of-pause" : "retry-payment",
            at: plusMs(day(20), (index + 1) * 8 * 3_600_000),
            reason: `Waits until Monday 26 January 08:10 in ${sample.timeZone}: insufficient funds, third attempt of eight, a preferred weekday.`,
          }
        : undefined,
  };
}

const subjects: Readonly<Record<Locale, string>> = {
  en: "Your Orbit payment of €49.00 did not go through",
  pl: "Płatność 49,00 € za Orbit nie doszła do skutku",
  sv: "Betalningen på 49,00 € till Orbit gick inte igenom",
  zh: "您的Orbit付款€49.00未成功",
};

function mailIn(sample: Sample, index: number, number: number, locale: Locale): Mail {
  const subject = number === 0 ? subjects[locale] : `${subjects[locale]} (2)`;
  return {
    mailId: `mail-${index}-${number}`,
    messageKey: `stripe-in_${index}:${number}:notify`,
    customerId: `stripe-cus_${index}`,
    customerName: sample.name,
    caseId: `stripe-in_${index}`,
    to: `billing@customer${index}.example`,
    subject,
    locale: sample.locale,
    name: number === 0 ? "payment-failed" : "payment-reminder",
    sentAt: plusMs(day(sample.openedOn + 2 + 3 * number), 8 * 3_600_000),
    state: index === 4 ? "bounced" : "delivered",
    from: "Orbit <billing@orbit.example>",
    replyTo: "support@orbit.example",
    html: `<!doctype html><html lang="${locale}"><head><title>${subject}</title></head><body><p>${subject}</p><a href="/update-payment?token=valid">Update</a></body></html>`,
    text: `${subject}\n\nUpdate your card: http://localhost/update-payment?token=valid\n`,
  };
}

function timelineOf(sample: Sample): TimelineEntry[] {
  const at = (days: number) => plusMs(day(sample.openedOn + days), 8 * 3_600_000);
  const told: TimelineEntry[] = [
    { at: day(sample.openedOn), what: "opened", reason: "The charge of invoice in_1 failed." },
    { at: day(sample.openedOn), what: "decline-learned", reason: "The provider says why: insufficient_funds." },
    { at: day(sample.openedOn), what: "planned", reason: "Waits 6 hours: the first retry is quiet." },
    { at: at(0), what: "retry-payment", reason: "The charge was declined: insufficient funds (network 51)." },
    { at: at(2), what: "message", reason: `Wrote "payment-failed".`, key: "0:notify" },
    { at: at(2), what: "something-new", reason: `A line nobody gave words to, by ${sample.name}.` },
    { at: at(5), what: "message", reason: `Wrote "payment-reminder".`, key: "1:notify" },
  ];
  const outcome = outcomeOf(sample);
  if (outcome === undefined) return told;
  return [
    ...told,
    { at: outcome.at, what: outcome.kind, reason: "The end." },
    { at: outcome.at, what: "closed", reason: "Nothing is left to do." },
  ];
}

function storyOf(sample: Sample, index: number): CaseStory {
  return {
    ...rowOf(sample, index),
    invoiceId: `in_${index}`,
    invoiceNumber: `ORB-000${index}`,
    subscriptionId: `sub_${index}`,
    customer: {
      email: `billing@customer${index}.example`,
      locale: sample.locale,
      timeZone: sample.timeZone,
      country: "SE",
      segment: undefined,
      segments: ["high-value", "<i>germany</i>"],
    },
    card: "Visa •••• 4242",
    decline: "insufficient_funds, network 51",
    paused: index === 1,
    timeline: timelineOf(sample),
    mails: [mailIn(sample, index, 0, sample.locale), mailIn(sample, index, 1, sample.locale)],
  };
}

const amounts = { EUR: 4900, PLN: 19_900, JPY: 4900 };

const seriesUntil = (days: number): DayOfMoney[] =>
  Object.entries(amounts).flatMap(([currency, minor], place) =>
    Array.from({ length: days + 1 }, (_, index) => {
      const failedCount = index % (place + 2) === 0 ? 3 : 1;
      const recoveredCount = index > 2 && index % (place + 2) === 1 ? 3 : 0;
      const lostCount = index > 12 && index % 5 === 0 ? 1 : 0;
      return {
        day: day(index).slice(0, 10),
        currency,
        failedMinor: failedCount * minor,
        recoveredMinor: recoveredCount * minor,
        lostMinor: lostCount * minor,
        failedCount,
        recoveredCount,
        lostCount,
      };
    }),
  );

const noBooks: ProviderBooks = { moneyOf: () => undefined, firstDecline: () => undefined, budgets: [] };

const noCounts = {
  customers: samples.length,
  renewalCharges: 0,
  failedRenewalCharges: 0,
  eventsAccepted: 0,
  eventsRepeated: 0,
  eventsRefused: 0,
  eventsParked: 0,
  stepsRun: 0,
  stepsFailed: 0,
  applyFailed: 0,
};

/** What the page asked of the world, for tests to look at. */
export interface SampleWorld extends SandboxWorld {
  readonly asked: string[];
}

/**
 * A world without engines: fixed cases and mail of every awkward kind, and a clock that only counts.
 * @param empty nothing has happened yet.
 * @param fails what an advance of the clock throws.
 */
export function sampleWorld({
  empty = false,
  fails,
}: {
  readonly empty?: boolean;
  readonly fails?: Error;
} = {}): SampleWorld {
  const known = empty ? [] : samples;
  const asked: string[] = [];
  const stories = known.map(storyOf);
  const mails = stories.flatMap((story) => story.mails).toSorted((a, b) => b.sentAt.localeCompare(a.sentAt));
  const listeners = new Set<(progress: Progress) => void>();
  let now = empty ? startedAt : plusMs(day(20), 8 * 3_600_000 + 600_000);
  const mailOf = (mailId: string, wanted?: Locale): Mail | undefined =>
    known
      .flatMap((sample, index) => [0, 1].map((number) => mailIn(sample, index, number, wanted ?? sample.locale)))
      .find((mail) => mail.mailId === mailId);
  const moveTo = async (until: Instant) => {
    if (fails !== undefined) throw fails;
    if (until > now) now = until;
    for (const listener of listeners)
      listener({ now, until, share: 1, eventsReceived: 9, openCases: 6, recoveredCases: 1, mailsSent: 18 });
  };
  const session = (sessionId: string) =>
    sessionId === "bps_1"
      ? {
          sessionId,
          customerName: hostileName,
          customerEmail: "billing@customer3.example",
          locale: "en",
          returnUrl: "http://localhost:8787/update-payment?token=valid&returned=1",
          method: { name: "Visa", last4: "4242", expMonth: 2, expYear: 2027 },
        }
      : undefined;
  const answer = (path: string) => {
    asked.push(path);
    return Promise.resolve({
      statusCode: 200,
      headers: { "content-type": "text/html; charset=utf-8" },
      body: `<p>${path}</p>`,
    });
  };
  return {
    asked,
    seed: 7,
    startedAt,
    endsAt: day(60),
    now: () => now,
    busy: () => false,
    advance: (duration) => moveTo(plusMs(now, durationMs(duration))),
    advanceTo: moveTo,
    onProgress: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    cases: async () => known.map(rowOf),
    case: async (caseId) => stories.find((story) => story.caseId === caseId),
    mails: () => mails,
    mail: mailOf,
    mailIn: async (mailId, locale) => (locales.includes(locale) ? mailOf(mailId, locale) : undefined),
    summary: async () =>
      summarize({ seed: 7, from: startedAt, until: now }, [], [], { counts: noCounts, provider: noBooks }),
    series: async () => (empty ? [] : seriesUntil(20)),
    firstCharges: () =>
      empty
        ? []
        : [
            { day: "2026-01-05", charges: 30, failures: 2 },
            { day: "2026-01-06", charges: 1_170, failures: 94 },
          ],
    receive: (request) =>
      answer(`receive ${request.requestContext.http.method} ${request.pathParameters?.["provider"]} ${request.body}`),
    portal: (request) =>
      answer(`portal ${request.requestContext.http.method} ${request.queryStringParameters?.["token"]}`),
    stripePages: {
      methodKinds: chosenKinds,
      portalSession: session,
      replaceMethod: async (sessionId, kind) => {
        asked.push(`replaceMethod ${sessionId} ${kind}`);
      },
      hostedInvoice: (invoiceId) =>
        invoiceId === "in_1"
          ? {
              invoiceId,
              number: "ORB-0001",
              customerName: "Northwind Traders",
              status: "open",
              plan: "Orbit Team",
              amount: { amountMinor: 4900, currency: "EUR" },
              amountText: "€49.00",
              method: undefined,
              asksToConfirm: false,
              inProgress: false,
            }
          : undefined,
      payHostedInvoice: async (invoiceId, other) => {
        asked.push(["pay", invoiceId, other?.kind, other?.keeps && "and keep it"].filter(Boolean).join(" "));
        return { paid: false, message: "The card was declined." };
      },
      confirmHostedInvoice: async (invoiceId) => {
        asked.push(`confirm ${invoiceId}`);
        return { paid: true, message: "Thank you." };
      },
    },
  };
}
