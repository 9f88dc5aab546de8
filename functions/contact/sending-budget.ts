import { plus } from "../platform/duration.ts";
import { messageOf } from "../platform/errors.ts";
import { type Instant, msBetween, plusMs } from "../platform/instant.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Log } from "../platform/ports/log.ts";
import type { MailBusyError, Mailer } from "../platform/ports/mailer.ts";
import type { Store } from "../platform/ports/store.ts";
import { saveUnlessStale } from "../platform/save-unless-stale.ts";
import {
  afterRefusal,
  backAfterRefusal,
  type NoRoom,
  noRoomToday,
  parseSending,
  type Sender,
  type Sending,
  sendingItem,
  sendingKey,
  usedUp,
} from "./sending-quota.ts";

interface BudgetPorts {
  readonly state: Store;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly log: Log;
}

/** What one process knows of the mail service's limits, and keeps of them. */
interface SendingBudget {
  /** Why a letter waits; undefined if it may go. */
  admit(sender: Sender): Promise<NoRoom | undefined>;
  /** A letter was refused for want of room. */
  refused(error: MailBusyError, sender: Sender): Promise<NoRoom>;
}

/** The service is asked again after this long, by one process for all; the others read what it said. */
const askedEvery = "PT5M";
const readEvery = "PT1M";

const unlimited = { perSecond: Number.POSITIVE_INFINITY, perDay: undefined, sentLastDay: 0 } as const;

/** One for each mailer, for as long as the process lives: what is counted is what this mailer sent. */
const budgets = new WeakMap<Mailer, SendingBudget>();

/** The budget that a mailer keeps to. */
export function budgetOf(ports: BudgetPorts): SendingBudget {
  const known = budgets.get(ports.mailer) ?? sendingBudget(ports);
  budgets.set(ports.mailer, known);
  return known;
}

/**
 * Costs no write for a letter: each process counts its own, the service itself says every few minutes how many all have
 * sent, and refuses what passes between.
 */
function sendingBudget({ state, mailer, clock, log }: BudgetPorts): SendingBudget {
  let known: { readonly sending: Sending; readonly readAt: Instant } | undefined;
  let sentSince = 0;
  let ofThisSecond: Instant[] = [];

  const asked = async (now: Instant): Promise<Sending> => {
    try {
      const quota = (await mailer.quota?.()) ?? unlimited;
      return { ...known?.sending, ...quota, askedAt: now };
    } catch (error) {
      log.warn("mail-quota-unknown", { reason: messageOf(error) });
      return { ...unlimited, ...known?.sending, askedAt: now };
    }
  };

  const current = async (now: Instant): Promise<Sending> => {
    if (known !== undefined && plus(known.readAt, readEvery) > now) return known.sending;
    const item = await state.load(sendingKey);
    const stored = item && parseSending(item);
    if (stored !== undefined && plus(stored.askedAt, askedEvery) > now) return remember(stored, now);
    const sending = await asked(now);
    if (sending.perSecond !== unlimited.perSecond) await saveUnlessStale(state, sendingItem(sending, item?.rev ?? 0));
    return remember(sending, now);
  };

  const remember = (sending: Sending, now: Instant): Sending => {
    if (sending.askedAt !== known?.sending.askedAt) sentSince = 0;
    known = { sending, readAt: now };
    return sending;
  };

  const noRoomNow = ({ perSecond }: Sending, now: Instant): NoRoom | undefined => {
    ofThisSecond = ofThisSecond.filter((at) => msBetween(at, now) < 1_000);
    const oldest = ofThisSecond[0];
    if (oldest === undefined || ofThisSecond.length < Math.max(1, Math.floor(perSecond))) return undefined;
    return { until: plusMs(oldest, 1_000), because: `the mail service takes ${perSecond} letters a second` };
  };

  return {
    admit: async (sender) => {
      if (mailer.quota === undefined) return undefined;
      const now = clock.now();
      const sending = await current(now);
      const noRoom = noRoomToday(sending, sender, sentSince, now) ?? noRoomNow(sending, now);
      if (noRoom !== undefined) return noRoom;
      sentSince += 1;
      ofThisSecond.push(now);
      return undefined;
    },
    refused: async ({ limit }, sender) => {
      const now = clock.now();
      const item = await state.load(sendingKey);
      const before = item === undefined ? await asked(now) : parseSending(item);
      const sending = limit === "day" ? usedUp(before, now) : afterRefusal(before, now);
      if (sending.perSecond !== unlimited.perSecond) await saveUnlessStale(state, sendingItem(sending, item?.rev ?? 0));
      remember(sending, now);
      return noRoomToday(sending, sender, 0, now) ?? backAfterRefusal(sending, sender, now);
    },
  };
}
