import type { Instant } from "../platform/instant.ts";
import { later } from "../platform/instant.ts";
import type { ContactPolicy } from "./policy-slice.ts";
import type { Recipient, Waiting } from "./recipient.ts";
import type { Answer, Request } from "./request.ts";
import { countsUntil, isWaitedFor, rankOf, takesRoom } from "./room.ts";

/** How many are remembered as waiting; who is pushed off the list only loses the promise that rank counts. */
const waitingAtMost = 8;

/**
 * The recipient with an answer folded in: room taken, a place in the line, or neither. Returns the recipient itself where
 * nothing is to be saved.
 */
export function remember(recipient: Recipient, request: Request, answer: Answer, at: Moment): Recipient {
  if (!takesRoom(request.purpose)) return recipient;
  const others = recipient.waiting.filter(({ key }) => key !== request.key);
  const isListed = others.length < recipient.waiting.length;
  switch (answer.do) {
    case "send":
      return isKnown(recipient, request, answer) && !isListed
        ? recipient
        : tidied(taking({ ...recipient, waiting: others }, request, answer), at);
    case "wait":
      return request.from > at.now ? recipient : queued(recipient, others, waiterOf(request, answer), at);
    case "drop":
      return isListed ? tidied({ ...recipient, waiting: others }, at) : recipient;
  }
}

interface Moment {
  readonly policy: ContactPolicy;
  readonly now: Instant;
}

type Sent = Extract<Answer, { do: "send" }>;
type Waits = Extract<Answer, { do: "wait" }>;

/** Several processes with one letter at one moment do not keep each other from saving. */
const isKnown = ({ slots }: Recipient, { key }: Request, { channel, until }: Sent): boolean =>
  slots.some((slot) => slot.key === key && slot.channel === channel && slot.until >= until);

/** A letter that is asked for again keeps its place, which moves on and never back. */
function taking(recipient: Recipient, { key, purpose }: Request, { channel, until }: Sent): Recipient {
  const before = recipient.slots.find((slot) => slot.key === key)?.until ?? until;
  const slot = { key, purpose, channel, until: later(before, until) };
  return { ...recipient, slots: [...recipient.slots.filter((other) => other.key !== key), slot] };
}

const waiterOf = (request: Request, { channel, until }: Waits): Waiting => ({
  key: request.key,
  rank: rankOf(request),
  purpose: request.purpose,
  channel,
  at: until,
});

function queued(recipient: Recipient, others: readonly Waiting[], waiter: Waiting, at: Moment): Recipient {
  const known = recipient.waiting.find(({ key }) => key === waiter.key);
  if (known?.at === waiter.at && known.rank === waiter.rank) return recipient;
  return tidied({ ...recipient, waiting: [...others, waiter] }, at);
}

/** Without what counts no longer. */
function tidied(recipient: Recipient, { policy, now }: Moment): Recipient {
  const slots = recipient.slots.filter(({ purpose, until }) => countsUntil(purpose, until, policy.contact) > now);
  const waiting = recipient.waiting
    .filter((waiter) => isWaitedFor(waiter, now))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, waitingAtMost);
  return { ...recipient, slots, waiting };
}
