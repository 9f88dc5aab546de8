import { type DeliveryOutcome, type DeliveryPorts, deliver } from "../../../functions/contact/deliver.ts";
import { parseRecipient, type Recipient } from "../../../functions/contact/recipient.ts";
import { consent, erased } from "../../../functions/contact/recipient-changes.ts";
import { recipientIdOf } from "../../../functions/contact/recipient-id.ts";
import { updateRecipient } from "../../../functions/contact/recipient-store.ts";
import { createRecordDelivery } from "../../../functions/contact/record-delivery.ts";
import { reviewUnconfirmed } from "../../../functions/contact/review-unconfirmed.ts";
import { messageKinds } from "../../../functions/dunning/message-kinds.ts";
import { messageKeyOf, parseMessage } from "../../../functions/messages/message-item.ts";
import type { Purpose } from "../../../functions/messages/message-kind.ts";
import { RetryableError, UnknownOutcomeError } from "../../../functions/platform/errors.ts";
import { type Instant, plusMs } from "../../../functions/platform/instant.ts";
import type { Email } from "../../../functions/platform/ports/mailer.ts";
import type { Item, Key, Store } from "../../../functions/platform/ports/store.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { randomFor } from "../../../local/engine/random.ts";
import { letterOf, sampleLinkKey, sampleMessage, samplePolicy } from "../messages/sample-message.ts";
import { sesEvent } from "../messages/ses-event.ts";
import { type FrozenTime, frozenTime, type Process } from "./frozen-time.ts";

/** Clocks go forward in Europe four days later, in the middle of everything. */
export const start = "2026-03-25T06:00:00.000Z";
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** One letter somebody means to have sent. */
export interface Plan {
  readonly purpose: Purpose;
  readonly address: number;
  readonly payer: number;
  readonly priority: number;
  readonly atHour: number;
  readonly forHours: number;
  /** The reader has another address from this attempt on. */
  readonly movesAtAttempt: number;
}

/** Shares of calls. */
export interface Faults {
  readonly dies: number;
  readonly freezes: number;
  readonly storeFails: number;
  readonly throttled: number;
  readonly answerLost: number;
  readonly unreachable: number;
  readonly asksTwice: number;
}

export interface Plot {
  readonly seed: number;
  readonly letters: readonly Plan[];
  readonly noticesPerDay: number;
  readonly noticesPerWeek: number;
  /** What happens to readers; while a process stands still is when it hurts. */
  readonly turns: readonly { readonly what: "complaint" | "bounce" | "erasure"; readonly atFreeze: number }[];
  /** Whether the owner of the address with this number agreed to offers. */
  readonly agreed: readonly boolean[];
  readonly faults: Faults;
}

/** A mail that left, and what was so. */
export interface Sent {
  readonly key: string;
  readonly plan: Plan;
  /** By the number of the mailbox. */
  readonly reader: number;
  readonly at: Instant;
  /** When the claim it was sent under was saved, counted in events of the history. */
  readonly claimedAs: number;
  readonly epoch: number;
}

/** Something that was recorded with a recipient, after which less may be sent. */
export interface Turn {
  readonly reader: number;
  readonly at: Instant;
  readonly as: number;
  readonly epoch: number | undefined;
}

/** What histories are made of; a proof that meets none of one proves nothing about it. */
export const mets = ["deaths", "freezes", "held", "dropped", "reviews", "leaseRanOut"] as const;
type Met = (typeof mets)[number];

/** What came of a history. */
export interface Told {
  readonly sent: readonly Sent[];
  readonly refusals: readonly Turn[];
  readonly erasures: readonly Turn[];
  /** What the last asker was told, and how the ledger has it, by key. */
  readonly ends: ReadonlyMap<
    string,
    {
      readonly plan: Plan;
      readonly outcome: DeliveryOutcome | undefined;
      readonly ledger: string | undefined;
      readonly reason: string | undefined;
    }
  >;
  readonly recipients: readonly Recipient[];
  readonly endedAt: Instant;
  readonly counts: Readonly<Record<Met, number>>;
}

/** Spelled differently by different payers, and one mailbox all the same. */
const spellings = [
  ["grace@customer.example", " Grace@Customer.example"],
  ["ada@bücher.example", "ada@xn--bcher-kva.example"],
  ["alan@other.example", "ALAN@OTHER.EXAMPLE"],
] as const;
const zones = ["Europe/Stockholm", "America/New_York", "Asia/Tokyo"] as const;

export const zoneOf = (address: number) => zones[address % zones.length] ?? "UTC";
const idOf = (address: number) =>
  recipientIdOf((spellings[address % spellings.length] ?? spellings[0])[0], sampleLinkKey);

/** Small enough for a history of ten days to meet them. */
export const policyOf = ({
  noticesPerDay,
  noticesPerWeek,
}: Pick<Plot, "noticesPerDay" | "noticesPerWeek">): DeliveryPorts["policy"] => ({
  ...samplePolicy,
  contact: {
    ...samplePolicy.contact,
    noticesPerDay,
    noticesPerWeek,
    caps: [
      { purposes: ["product", "offer", "survey"], letters: 1, within: "P1D" },
      { purposes: ["product", "offer", "survey"], letters: 3, within: "P7D" },
      { purposes: ["offer"], letters: 1, within: "P3D" },
    ],
  },
});

/** Plays one history to its end: askers who ask again, a sweep, a mail service, people who refuse and are forgotten. */
/** What a letter says does not matter here. */
const composesNothing = () => ({ subject: "", preheader: "", html: "", text: "" });
const rooms = { dunning: { kinds: messageKinds, compose: composesNothing, stillApplies: async () => true } };

export async function play(plot: Plot): Promise<Told> {
  const time = frozenTime(start);
  const base = memoryStore();
  const random = randomFor(plot.seed, "faults");
  const told = {
    sent: [] as Sent[],
    refusals: [] as Turn[],
    erasures: [] as Turn[],
    recipients: [] as Recipient[],
    counts: { deaths: 0, freezes: 0, held: 0, dropped: 0, reviews: 0, leaseRanOut: 0 },
  };
  const outcomes = new Map<string, DeliveryOutcome>();
  let events = 0;
  const after = (ms: number, run: () => Promise<void> | void) => time.at(plusMs(time.clock.now(), ms), run);
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const record = createRecordDelivery({ state: base, clock: time.clock, log });
  const planOf = (key: string): Plan => {
    const plan = plot.letters[Number(key.slice("letter-".length))];
    if (plan === undefined) throw new RangeError(`There is no ${key}.`);
    return plan;
  };

  const saved = (item: Item) => {
    events += 1;
    if (item.kind === "recipient") told.recipients.push(parseRecipient(item));
    if (item.kind !== "message" || item.due === undefined) return;
    time.at(plusMs(item.due.at, random.whole(0, 2 * minuteMs)), () => review(item));
  };

  const accept = (email: Email, claimedAs: number, epoch: number) => {
    const { messageKey: key } = email;
    const reader = spellings.findIndex((spelled) => spelled.some((spelling) => spelling === email.to));
    const at = time.clock.now();
    told.sent.push({ key, plan: planOf(key), reader, at, claimedAs, epoch });
    const messageId = `ses-${told.sent.length}`;
    // Twice, and both within the hour after which a claim is looked at.
    for (const ms of [random.whole(300, 50 * minuteMs), random.whole(300, 55 * minuteMs)])
      after(ms, () => record(sesEvent("Send", email, { at, messageId })));
    return messageId;
  };

  const ground = { time, base, random, faults: plot.faults, saved, accept, counts: told.counts, events: () => events };
  const onFreeze = (reader: number, ms: number) => {
    for (const { what, atFreeze } of plot.turns)
      if (atFreeze === told.counts.freezes) after(ms / 2, () => turnsTo(what, reader));
  };
  const portsOf = (process: Process, reader: number): DeliveryPorts => ({
    ...faultyPorts(ground, process, (ms) => onFreeze(reader, ms)),
    ...{ clock: time.clock, log, policy: policyOf(plot) },
    compose: composesNothing,
    linkKey: { linkSigningKey: async () => sampleLinkKey },
  });

  const review = async (place: Key): Promise<void> => {
    const again = () => after(random.whole(1, 5) * minuteMs, () => review(place));
    await time.start(
      async (process) => {
        const item = await base.load(place);
        if (item?.due === undefined || item.due.at > time.clock.now()) return;
        told.counts.reviews += 1;
        await reviewUnconfirmed(portsOf(process, planOf(parseMessage(item).messageKey).address), item, rooms).catch(
          again,
        );
      },
      (died) => died && again(),
    );
  };

  const ask = async (index: number, attempt: number): Promise<void> => {
    const key = `letter-${index}`;
    const plan = planOf(key);
    const again = (ms: number) => after(ms, () => ask(index, attempt + 1));
    const soon = () => again(random.whole(1, 10) * minuteMs);
    const body = async (process: Process) => {
      const result = await deliver(
        portsOf(process, readerOf(plan, attempt)),
        letterFor(plan, key, attempt, time),
      ).catch(() => undefined);
      if (result === undefined) return soon();
      if (result.outcome !== "held") {
        outcomes.set(key, result);
        if (result.outcome === "dropped") told.counts.dropped += 1;
        return;
      }
      if (result.until <= time.clock.now()) told.counts.leaseRanOut += 1;
      else told.counts.held += 1;
      const late = random.chance(0.2) ? random.whole(0, 60 * minuteMs) : random.whole(0, 5_000);
      time.at(plusMs(result.until, late), () => ask(index, attempt + 1));
    };
    const starts = random.chance(plot.faults.asksTwice) ? 2 : 1;
    for (let run = 0; run < starts; run += 1) await time.start(body, (died) => died && soon());
  };

  const change = (reader: number, by: (recipient: Recipient) => Recipient) =>
    updateRecipient({ state: base, clock: time.clock }, idOf(reader), by);
  const refuse = async (reader: number, what: "complaint" | "bounce") => {
    const ghost = { messageKey: "ghost", customerId: "nobody", recipientId: idOf(reader) };
    const bounce = { bounceType: "Permanent", bounceSubType: "General" };
    const told =
      what === "complaint" ? sesEvent("Complaint", ghost, { complaint: {} }) : sesEvent("Bounce", ghost, { bounce });
    await record(told);
    return undefined;
  };
  const turnsTo = async (what: Plot["turns"][number]["what"], reader: number): Promise<void> => {
    const epoch = what === "erasure" ? (await change(reader, erased)).epoch : await refuse(reader, what);
    const turns = what === "erasure" ? told.erasures : told.refusals;
    turns.push({ reader, at: time.clock.now(), as: events, epoch });
  };

  for (const [address, given] of plot.agreed.entries())
    if (given) await change(address, (known) => consent(known, { purpose: "offer", channel: "email", given }));
  for (const [index, { atHour }] of plot.letters.entries())
    time.at(plusMs(start, atHour * hourMs + random.whole(0, hourMs)), () => ask(index, 1));
  await time.playOut();

  const ends = new Map(
    await Promise.all(
      plot.letters.map(async (plan, index) => {
        const key = `letter-${index}`;
        const item = await base.load(messageKeyOf({ customerId: `payer-${plan.payer}`, messageKey: key }));
        const message = item && parseMessage(item);
        return [key, { plan, outcome: outcomes.get(key), ledger: message?.state, reason: message?.reason }] as const;
      }),
    ),
  );
  return { ...told, ends, endedAt: time.clock.now() };
}

const readerOf = ({ address, movesAtAttempt }: Plan, attempt: number) =>
  (attempt >= movesAtAttempt ? address + 1 : address) % spellings.length;

function letterFor(plan: Plan, key: string, attempt: number, { clock }: FrozenTime) {
  const address = readerOf(plan, attempt);
  const spelling = spellings[address % spellings.length] ?? spellings[0];
  const due = plusMs(start, plan.atHour * hourMs);
  const message = {
    ...sampleMessage,
    messageKey: key,
    customerId: `payer-${plan.payer}`,
    to: spelling[plan.payer % spelling.length] ?? spelling[0],
    purpose: plan.purpose,
  };
  return letterOf(message, {
    ...{ priority: plan.priority, zone: zoneOf(address) },
    ...{ from: due, by: plusMs(due, plan.forHours * hourMs), asOf: clock.now() },
  });
}

interface Ground {
  readonly time: FrozenTime;
  readonly base: Store;
  readonly random: ReturnType<typeof randomFor>;
  readonly faults: Faults;
  readonly counts: Record<Met, number>;
  saved(item: Item): void;
  accept(email: Email, claimedAs: number, epoch: number): string;
  events(): number;
}

/** The outside as one process meets it. */
function faultyPorts(ground: Ground, process: Process, onFreeze: (ms: number) => void) {
  const { base, random, faults, counts, saved, accept, events } = ground;
  let claimed = { as: 0, epoch: 0 };
  const dieMaybe = async () => {
    if (!random.chance(faults.dies / 2)) return;
    counts.deaths += 1;
    await process.die();
  };
  const freezeMaybe = async () => {
    if (!random.chance(faults.freezes / 2)) return;
    counts.freezes += 1;
    const ms = random.pick([0, random.whole(2, minuteMs), random.whole(2, 5 * minuteMs), random.whole(2, 3 * hourMs)]);
    onFreeze(ms);
    await process.freeze(ms);
  };
  const failMaybe = () => {
    if (random.chance(faults.storeFails / 2)) throw new RetryableError("The table is busy.");
  };
  const meet = async <T>(effect: () => Promise<T>): Promise<T> => {
    await freezeMaybe();
    await dieMaybe();
    failMaybe();
    const result = await effect();
    await freezeMaybe();
    await dieMaybe();
    failMaybe();
    return result;
  };
  const save = async (item: Item) => {
    const result = await base.save(item);
    saved(result);
    if (item.kind === "message") claimed = { as: events(), epoch: parseMessage(item).terms?.epoch ?? 0 };
    return result;
  };
  const state: Store = {
    ...base,
    load: (key) => meet(() => base.load(key)),
    save: (item) => meet(() => save(item)),
  };
  // A process that froze between its last look at the clock and the sending itself could not know: no freeze before.
  const send = async (email: Email) => {
    await dieMaybe();
    if (random.chance(faults.throttled)) throw new RetryableError("Maximum sending rate exceeded.");
    if (random.chance(faults.unreachable)) throw new UnknownOutcomeError("No answer.");
    const serviceMessageId = accept(email, claimed.as, claimed.epoch);
    await freezeMaybe();
    await dieMaybe();
    if (random.chance(faults.answerLost)) throw new UnknownOutcomeError("The answer was lost.");
    return { serviceMessageId };
  };
  return { state, mailer: { send } };
}
