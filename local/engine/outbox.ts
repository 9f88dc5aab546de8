import { TerminalError, UnknownOutcomeError } from "../../functions/platform/errors.ts";
import { type Instant, msBetween, plusMs } from "../../functions/platform/instant.ts";
import type { Clock } from "../../functions/platform/ports/clock.ts";
import { type Email, MailBusyError, type Mailer, type SendingQuota } from "../../functions/platform/ports/mailer.ts";
import type { Actor } from "./actor.ts";
import { randomFor } from "./random.ts";
import { timetable } from "./timetable.ts";

/** A mail that left the house. The same message sent twice is two of them. */
export interface SentMail {
  readonly mailId: string;
  readonly serviceMessageId: string;
  readonly email: Email;
  readonly sentAt: Instant;
  state: "sent" | "delivered" | "bounced";
}

/** What the mail service tells of a mail it took, later and in its own time. */
export interface MailEvent {
  readonly type: "Send" | "Delivery" | "Bounce";
  readonly mail: SentMail;
}

/** How often sending goes wrong: the share of calls, for each way. */
export interface MailFaults {
  /** Refused for now; certainly not sent. */
  readonly throttled: number;
  /** Sent, but the answer got lost. */
  readonly answerLost: number;
  /** Not sent, and no answer. */
  readonly unreachable: number;
}

/** How much an account may send. */
export type AccountQuota = Omit<SendingQuota, "sentLastDay">;

/** As a new account in production has it at SES. */
export const usualQuota: AccountQuota = { perSecond: 14, perDay: 50_000 };

export const noMailFaults: MailFaults = { throttled: 0, answerLost: 0, unreachable: 0 };

/** A mail service that keeps what it is given, tells of each mail's fate, and delivers into the world's mailboxes. */
export interface Outbox extends Actor {
  readonly mailer: Mailer;
  /** In the order of sending. */
  readonly sent: readonly SentMail[];
}

/** Mailboxes of this domain are gone. */
const goneDomain = "@gone.example";

/**
 * @param publish hands an event to its function; one that throws gets it again a minute later.
 * @param deliver puts a mail into its reader's mailbox.
 */
export function outbox(options: {
  readonly seed: number;
  readonly clock: Clock;
  readonly faults: MailFaults;
  /** What it takes of this account, if not as much as is usual. */
  readonly quota?: AccountQuota | undefined;
  readonly publish: (event: MailEvent) => Promise<void>;
  readonly deliver: (email: Email) => void;
}): Outbox {
  const { seed, clock, faults, quota = usualQuota, publish, deliver } = options;
  const sent: SentMail[] = [];
  const events = timetable<MailEvent>();
  let calls = 0;

  const accept = (email: Email): SentMail => {
    const number = sent.length + 1;
    const random = randomFor(seed, "mail", number);
    const id = `mail-${number}`;
    const mail: SentMail = { mailId: id, serviceMessageId: id, email, sentAt: clock.now(), state: "sent" };
    sent.push(mail);
    const fate = email.to.endsWith(goneDomain) ? "Bounce" : "Delivery";
    events.add(plusMs(clock.now(), random.whole(300, 5_000)), { type: "Send", mail });
    events.add(plusMs(clock.now(), random.whole(2_000, 60_000)), { type: fate, mail });
    return mail;
  };

  return {
    name: "mail service",
    sent,
    mailer: {
      quota: async () => ({ ...quota, sentLastDay: sentWithin(sent, dayMs, clock.now()) }),
      send: async (email) => {
        calls += 1;
        const random = randomFor(seed, "mail fault", calls);
        if (random.chance(faults.throttled)) throw new MailBusyError("Maximum sending rate exceeded.", "rate");
        const busy = fullBecause(quota, sent, clock.now());
        if (busy !== undefined) throw busy;
        if (random.chance(faults.unreachable)) throw new UnknownOutcomeError("The mail service did not answer.");
        if (!/^[^@\s]+@[^@\s]+$/.test(email.to)) throw new TerminalError("Missing final '@domain'.");
        const { serviceMessageId } = accept(email);
        if (random.chance(faults.answerLost)) throw new UnknownOutcomeError("The mail service's answer was lost.");
        return { serviceMessageId };
      },
    },
    nextAt: events.nextAt,
    act: async () => {
      const event = events.take();
      if (event === undefined) return;
      if (event.type !== "Send" && event.mail.state === "sent") arrive(event, deliver);
      await publish(event).catch(() => events.add(plusMs(clock.now(), 60_000), event));
    },
  };
}

const dayMs = 86_400_000;

/** Mails are in the order of sending: only the newest are looked at. */
function sentWithin(sent: readonly SentMail[], ms: number, now: Instant): number {
  const older = sent.findLastIndex(({ sentAt }) => msBetween(sentAt, now) >= ms);
  return sent.length - 1 - older;
}

function fullBecause({ perSecond, perDay }: AccountQuota, sent: readonly SentMail[], now: Instant) {
  if (perDay !== undefined && sentWithin(sent, dayMs, now) >= perDay)
    return new MailBusyError("Daily message quota exceeded.", "day");
  return sentWithin(sent, 1_000, now) >= Math.max(1, perSecond)
    ? new MailBusyError("Maximum sending rate exceeded.", "rate")
    : undefined;
}

function arrive({ type, mail }: MailEvent, deliver: (email: Email) => void): void {
  mail.state = type === "Bounce" ? "bounced" : "delivered";
  if (type === "Delivery") deliver(mail.email);
}
