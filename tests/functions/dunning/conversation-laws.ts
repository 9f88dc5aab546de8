import fc from "fast-check";
import type { ChargeOutcome, Payments } from "../../../functions/billing/payments.ts";
import { createRecordDelivery } from "../../../functions/contact/record-delivery.ts";
import { createCloseCase } from "../../../functions/dunning/acts/close-case.ts";
import { createHandToPerson } from "../../../functions/dunning/acts/hand-to-person.ts";
import { createNotify } from "../../../functions/dunning/acts/notify.ts";
import { createPauseSubscription } from "../../../functions/dunning/acts/pause-subscription.ts";
import { createPlanNextStep } from "../../../functions/dunning/acts/plan-next-step.ts";
import { createResumeSubscription } from "../../../functions/dunning/acts/resume-subscription.ts";
import { createRetryPayment } from "../../../functions/dunning/acts/retry-payment.ts";
import type { StepOutput } from "../../../functions/dunning/acts/step-output.ts";
import type { DunningCase } from "../../../functions/dunning/case.ts";
import { caseItem, caseKey, parseCase } from "../../../functions/dunning/case-store.ts";
import { changeCase } from "../../../functions/dunning/change-case.ts";
import { messageKeyOf, parseMessage } from "../../../functions/messages/message-item.ts";
import { RetryableError, TerminalError, UnknownOutcomeError } from "../../../functions/platform/errors.ts";
import { type Instant, later, msBetween, plusMs } from "../../../functions/platform/instant.ts";
import type { Email } from "../../../functions/platform/ports/mailer.ts";
import { randomFor } from "../../../local/engine/random.ts";
import { timetable } from "../../../local/engine/timetable.ts";
import { virtualClock } from "../../../local/engine/virtual-clock.ts";
import { sesEvent } from "../messages/ses-event.ts";
import { exactPolicy, openedAt, sampleCase, samplePolicy } from "./sample-case.ts";
import { stage } from "./stage.ts";

const hourMs = 3_600_000;

/** One payer, several invoices, and what becomes of each. */
export interface Tale {
  readonly seed: number;
  /** All delays are kept exactly, so that invoices of one moment are acted on in one moment. */
  readonly exact: boolean;
  /** Hours after the first failure at which each invoice fails, and after which it is paid by itself; undefined: never. */
  readonly invoices: readonly { readonly failsAtHour: number; readonly paidAfterHours: number | undefined }[];
  /** When the customer puts in a new card that pays whatever is open. */
  readonly newCardAtHour: number | undefined;
  readonly faults: { readonly throttled: number; readonly answerLost: number };
}

/** A letter that left. */
export interface Said {
  readonly at: Instant;
  readonly name: string;
  readonly invoiceIds: readonly string[];
  /** What was unpaid, and what was paused, that moment. */
  readonly unpaid: readonly string[];
  readonly paused: readonly string[];
}

export interface Came {
  readonly said: readonly Said[];
  readonly deeds: readonly { readonly at: Instant; readonly what: "pause" | "end"; readonly invoiceId: string }[];
  readonly cases: readonly DunningCase[];
}

const share = (max: number) => fc.double({ min: 0, max, noNaN: true });
const hours = fc.oneof(fc.constant(0), fc.nat(48), fc.nat(24 * 35));

export const tales: fc.Arbitrary<Tale> = fc.record({
  seed: fc.nat(),
  exact: fc.boolean(),
  invoices: fc.array(
    fc.record({
      failsAtHour: hours,
      paidAfterHours: fc.option(fc.integer({ min: 1, max: 24 * 32 }), { nil: undefined, freq: 2 }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  newCardAtHour: fc.option(fc.integer({ min: 1, max: 24 * 40 }), { nil: undefined }),
  faults: fc.record({ throttled: share(0.2), answerLost: share(0.2) }),
});

/** What takes place within so many milliseconds runs into each other. */
const atOnceMs = 5_000;
const eventsAtMost = 20_000;

/** Virtual time in which what is due at once runs at once. */
function crowdedTime(start: Instant) {
  const clock = virtualClock(start);
  const queue = timetable<() => Promise<void>>();
  const playOut = async () => {
    for (let events = 0; events < eventsAtMost; events += 1) {
      const first = queue.peek();
      if (first === undefined) return;
      const crowd: Promise<void>[] = [];
      for (let next = queue.peek(); next !== undefined; next = queue.peek()) {
        if (msBetween(first.at, next.at) > atOnceMs) break;
        queue.take();
        clock.set(next.at);
        crowd.push(next.what());
      }
      await Promise.all(crowd);
    }
    throw new RangeError(`This tale has not ended after ${eventsAtMost} moments.`);
  };
  const at = (instant: Instant, run: () => Promise<void>) => queue.add(later(instant, clock.now()), run);
  return { clock, at, playOut };
}

const invoiceOf = (index: number) => `in_${index + 1}`;

/** Plays a tale to its end, every box of every execution at its time; those of one moment run into each other. */
export async function play(tale: Tale): Promise<Came> {
  const set = await stage();
  const time = crowdedTime(openedAt);
  const policy = tale.exact ? exactPolicy : samplePolicy;
  const { clock } = time;
  const random = randomFor(tale.seed, "conversation");
  const { state } = set.ports;
  // The stage's own case has not failed yet.
  await state.remove(caseKey(set.ref.customerId, set.ref.caseId), 1);
  const paid = new Set<string>();
  const paused = new Set<string>();
  const failed = new Set<string>();
  const said: Said[] = [];
  const deeds: Came["deeds"][number][] = [];
  const endings = new Map<string, "uncollectible">();
  let newCard = false;
  const tell = createRecordDelivery({ state, clock, log: set.ports.log });
  const refOf = (invoiceId: string) => ({ customerId: "stripe-cus_1", caseId: `stripe-${invoiceId}` });
  const caseOf = async (invoiceId: string) => {
    const { customerId, caseId } = refOf(invoiceId);
    const item = await state.load(caseKey(customerId, caseId));
    if (item === undefined) throw new TerminalError(`There is no case of ${invoiceId}.`);
    return parseCase(item);
  };
  const statusOf = (invoiceId: string) => (paid.has(invoiceId) ? "paid" : (endings.get(invoiceId) ?? "open"));
  const answered = new Map<string, ChargeOutcome>();
  const payments: Payments = {
    ...set.ports.payments,
    readInvoice: async (invoiceId) => ({
      invoiceId,
      status: statusOf(invoiceId),
      amountRemaining: { amountMinor: 4900, currency: "EUR" },
      subscription: {
        subscriptionId: invoiceId.replace("in_", "sub_"),
        status: "past_due",
        pause: paused.has(invoiceId) ? { by: "us" } : undefined,
      },
    }),
    payInvoice: async ({ invoiceId, idempotencyKey }) => {
      const before = answered.get(idempotencyKey);
      if (before !== undefined) return before;
      if (newCard) paid.add(invoiceId);
      const outcome: ChargeOutcome = newCard
        ? { result: "paid" }
        : { result: "declined", decline: { providerCode: "insufficient_funds" } };
      answered.set(idempotencyKey, outcome);
      return outcome;
    },
    pauseSubscription: async (subscriptionId) => {
      const invoiceId = subscriptionId.replace("sub_", "in_");
      paused.add(invoiceId);
      deeds.push({ at: clock.now(), what: "pause", invoiceId });
    },
    markUncollectible: async (invoiceId) => {
      if (!endings.has(invoiceId)) deeds.push({ at: clock.now(), what: "end", invoiceId });
      endings.set(invoiceId, "uncollectible");
    },
  };
  const send = async (email: Email) => {
    if (random.chance(tale.faults.throttled)) throw new RetryableError("SES: slow down");
    const item = await state.load(messageKeyOf(email));
    if (item === undefined) throw new TerminalError("A letter left without a claim.");
    const { name, invoiceIds = [] } = parseMessage(item);
    const at = clock.now();
    const unpaid = [...failed].filter((invoiceId) => statusOf(invoiceId) === "open");
    said.push({ at, name, invoiceIds, unpaid, paused: [...paused] });
    const messageId = `ses-${said.length}`;
    time.at(plusMs(at, 60_000), () => tell(sesEvent("Send", email, { at, messageId })));
    if (random.chance(tale.faults.answerLost)) throw new UnknownOutcomeError("SES: lost");
    return { serviceMessageId: messageId };
  };
  const ports = { ...set.ports, state, clock, policy, payments, mailer: { send } };
  const handlers = {
    plan: createPlanNextStep(ports),
    "retry-payment": createRetryPayment(ports),
    notify: createNotify(ports),
    "warn-of-pause": createNotify(ports),
    pause: createPauseSubscription(ports),
    resume: createResumeSubscription(ports),
    "hand-to-person": createHandToPerson(ports),
    close: createCloseCase(ports),
  };

  const sleep = (output: StepOutput): void => {
    if (!("key" in output.step)) return;
    const { act, dueAt } = output.step;
    const at = dueAt > clock.now() ? dueAt : clock.now();
    time.at(at, () => run(() => handlers[act](output)));
  };
  /** As Step Functions does, a box that fails is tried again. */
  const run = async (box: () => Promise<StepOutput>): Promise<void> => {
    const output = await box().catch((error: unknown) => {
      if (!(error instanceof RetryableError)) throw error;
      time.at(plusMs(clock.now(), 120_000), () => run(box));
      return undefined;
    });
    if (output !== undefined) sleep(output);
  };
  const start = async (invoiceId: string) => {
    const { epoch, status } = await caseOf(invoiceId);
    if (status !== "closed") await run(() => handlers.plan({ ...refOf(invoiceId), epoch }));
  };
  const fail = async (index: number) => {
    const invoiceId = invoiceOf(index);
    const at = clock.now();
    const subscriptionId = `sub_${index + 1}`;
    const opened = sampleCase({ ...refOf(invoiceId), invoiceId, subscriptionId, openedAt: at, declinedAt: at });
    const { customerId, caseId } = opened;
    const rev = (await state.load(caseKey(customerId, caseId)))?.rev ?? 0;
    await state.save(caseItem(opened, rev, at, policy));
    failed.add(invoiceId);
    await start(invoiceId);
  };
  const pay = async (index: number) => {
    const invoiceId = invoiceOf(index);
    if (statusOf(invoiceId) !== "open") return;
    paid.add(invoiceId);
    await changeCase(ports, refOf(invoiceId), { type: "invoice-paid", at: clock.now(), byHand: false });
    await start(invoiceId);
  };
  const replaceCard = async () => {
    newCard = true;
    const open = [...failed].filter((invoiceId) => statusOf(invoiceId) === "open");
    const at = clock.now();
    await Promise.all(
      open.map(async (invoiceId) => {
        await changeCase(ports, refOf(invoiceId), { type: "card-changed", at, cardId: "pm_2" });
        await start(invoiceId);
      }),
    );
  };
  for (const [index, { failsAtHour, paidAfterHours }] of tale.invoices.entries()) {
    const failsAt = plusMs(openedAt, failsAtHour * hourMs);
    time.at(failsAt, () => fail(index));
    if (paidAfterHours !== undefined) time.at(plusMs(failsAt, paidAfterHours * hourMs), () => pay(index));
  }
  if (tale.newCardAtHour !== undefined) time.at(plusMs(openedAt, tale.newCardAtHour * hourMs), replaceCard);
  await time.playOut();
  const cases = await Promise.all(tale.invoices.map((_, index) => caseOf(invoiceOf(index))));
  return { said, deeds, cases };
}

/** What must hold in every tale; one sentence for each time it does not. */
export const brokenLaws = (tale: Tale, came: Came): string[] => [
  ...unfinished(came),
  ...tooMany(came),
  ...untrue(came),
  ...undone(came),
  ...thankedTwice(came),
  ...unthanked(tale, came),
];

const unfinished = ({ cases }: Came): string[] =>
  cases.filter(({ status }) => status !== "closed").map(({ caseId, status }) => `${caseId} is ${status} at the end`);

function tooMany({ said }: Came): string[] {
  const { noticesPerDay, noticesPerWeek } = samplePolicy.contact;
  return said.flatMap(({ name, at }, index) => {
    const isMore = (letters: number, days: number) => {
      const first = said[index - letters];
      return first !== undefined && msBetween(first.at, at) < days * 24 * hourMs;
    };
    return [
      ...(isMore(noticesPerDay, 1) ? [`${name} at ${at} is one more than ${noticesPerDay} a day`] : []),
      ...(isMore(noticesPerWeek, 7) && name !== "pause-warning"
        ? [`${name} at ${at} is one more than ${noticesPerWeek} a week`]
        : []),
    ];
  });
}

const lastWords: ReadonlySet<string> = new Set(["recovered", "ended"]);

/** What a letter is to name: what is unpaid this moment; of pauses, those that are made or are yet to be made. */
function toName({ name, unpaid, paused }: Said): readonly string[] {
  if (name === "paused") return unpaid.filter((invoiceId) => paused.includes(invoiceId));
  return name === "pause-warning" ? unpaid.filter((invoiceId) => !paused.includes(invoiceId)) : unpaid;
}

const untrue = ({ said }: Came): string[] =>
  said
    .filter(({ name }) => !lastWords.has(name))
    .flatMap((letter) => {
      const [names, right] = [letter.invoiceIds, toName(letter)].map((ids) => ids.toSorted().join());
      return names === right ? [] : [`${letter.name} at ${letter.at} names ${names}, and it is true of ${right}`];
    });

/** Nothing is paused of which its warning did not speak, or ended of which no letter did. */
const undone = ({ deeds, said }: Came): string[] =>
  deeds.flatMap(({ at, what, invoiceId }) => {
    const before = said.filter((letter) => letter.at < at && letter.invoiceIds.includes(invoiceId));
    const isTold = what === "end" ? before.length > 0 : before.some(({ name }) => name === "pause-warning");
    return isTold ? [] : [`${what} of ${invoiceId} at ${at} was never announced`];
  });

function thankedTwice({ said }: Came): string[] {
  const thanked = said.filter(({ name }) => name === "recovered").flatMap(({ invoiceIds }) => invoiceIds);
  const twice = thanked.filter((invoiceId, index) => thanked.indexOf(invoiceId) !== index);
  return twice.map((invoiceId) => `thanks for ${invoiceId} were said twice`);
}

/** Who was written to and paid everything is thanked, whichever came last. */
function unthanked({ invoices }: Tale, { said, cases }: Came): string[] {
  const isAllPaid = invoices.length > 0 && cases.every(({ outcome }) => outcome?.kind === "recovered");
  const told = cases.filter(({ lastMessage }) => lastMessage !== undefined);
  if (!isAllPaid) return [];
  const thanked = new Set(said.filter(({ name }) => name === "recovered").flatMap(({ invoiceIds }) => invoiceIds));
  return told
    .filter(({ invoiceId }) => !thanked.has(invoiceId))
    .map(({ invoiceId }) => `nobody is thanked for ${invoiceId}`);
}

/**
 * Plays so many random tales.
 * @throws Error with the smallest tale that breaks a law, and its seed.
 */
export async function holdInRandomTales(
  numRuns: number,
): Promise<{ readonly letters: number; readonly named: number }> {
  const met = { letters: 0, named: 0 };
  const property = fc.asyncProperty(tales, async (tale) => {
    const came = await play(tale);
    met.letters += came.said.length;
    met.named += came.said.reduce((sum, { invoiceIds }) => sum + invoiceIds.length, 0);
    const broken = brokenLaws(tale, came);
    if (broken.length > 0) throw new Error(broken.join("; "));
  });
  await fc.assert(property, { numRuns });
  return met;
}
