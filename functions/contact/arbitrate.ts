import type { Channel, Purpose } from "../messages/message-kind.ts";
import { commercialPurposes } from "../messages/terms.ts";
import { plus } from "../platform/duration.ts";
import { earlier, type Instant, later } from "../platform/instant.ts";
import { localTime } from "../timing/local-time.ts";
import type { ContactPolicy } from "./policy-slice.ts";
import type { Recipient } from "./recipient.ts";
import { type Answer, lease, type Request } from "./request.ts";
import { freeAt, type Limit, limitsOn } from "./room.ts";
import { type Day, nextSpeaking, speakingEnds } from "./speaking-hours.ts";

/** Everything an answer is made of. */
interface Matter {
  readonly request: Request;
  readonly recipient: Recipient;
  readonly policy: ContactPolicy["contact"];
  readonly now: Instant;
  readonly channel: Channel;
  readonly day: Day;
}

/** Whether anything may be said to an address now, later or never. Pure: whoever keeps to the answer must save it. */
export function arbitrate(request: Request, recipient: Recipient, policy: ContactPolicy, now: Instant): Answer {
  const refusals = request.channels.map((channel) => ({
    channel,
    why: refusal(request.purpose, channel, recipient, policy),
  }));
  const open = refusals.find(({ why }) => why === undefined);
  if (open === undefined) {
    const whys = new Set(refusals.map(({ why }) => why));
    return { do: "drop", because: whys.size === 0 ? "no channel was named" : [...whys].join("; ") };
  }
  const { contact } = policy;
  const day = { hours: contact.speakingHours, zone: recipient.zone, seed: request.key, latest: request.by };
  const matter = { request, recipient, policy: contact, now, channel: open.channel, day };
  if (now < request.from) return wait(matter, request.from, "it is not to be sent before");
  return answerOf(matter);
}

/** Why a channel is closed to a purpose; undefined if it is open. */
function refusal(purpose: Purpose, channel: Channel, recipient: Recipient, { contact }: ContactPolicy) {
  const suppressed = recipient.suppressed[channel];
  if (suppressed !== undefined) return suppressed;
  const commercial = commercialPurposes.find((each) => each === purpose);
  if (commercial === undefined) return undefined;
  const consent = recipient.consents[`${purpose}/${channel}`];
  if (consent === false) return `the reader declined: ${purpose} by ${channel}`;
  return consent === undefined && contact.needsConsent.includes(commercial)
    ? `the reader never agreed to: ${purpose} by ${channel}`
    : undefined;
}

function answerOf(matter: Matter): Answer {
  switch (matter.request.purpose) {
    case "staff":
      return send(matter, "it is for the company's own people");
    case "legal-notice":
      return legal(matter);
    case "billing-notice":
      return billing(matter);
    case "product":
    case "offer":
    case "survey":
      return commercial(matter);
  }
}

/** The law sets the window; within it the night is avoided, but never missed for it. */
function legal(matter: Matter): Answer {
  const { request, now, day } = matter;
  if (now > request.by)
    return { do: "drop", because: `its window by law closed at ${localTime(request.by, day.zone)}` };
  const at = nextSpeaking(now, day);
  if (at <= now) return send(matter, "it is within its window by law", request.by);
  if (at <= request.by) return wait(matter, at, "it is night, and its window by law stays open");
  return send(matter, "no hour in which people are awake is left of its window by law", request.by);
}

/** What concerns a reader's own money is never dropped for want of room: its deadline says who goes first. */
function billing(matter: Matter): Answer {
  const { request, recipient, policy, now, day } = matter;
  const limits = limitsOn(request, policy);
  const at = freeAt(limits, request, recipient, now);
  const { noticesPerDay, noticesPerWeek } = policy;
  if (at <= now)
    return send(matter, `it is one of ${noticesPerDay} notices a day, ${noticesPerWeek} a week, to this address`);
  const full = limits.filter((limit) => freeAt([limit], request, recipient, now) > now);
  return wait(matter, nextSpeaking(at, day), describe(full));
}

/** Everything else keeps to caps and hours, and is dropped at once if it would come too late. */
function commercial(matter: Matter): Answer {
  const { request, recipient, policy, now, day } = matter;
  if (now > request.by) return { do: "drop", because: `its time was over at ${localTime(request.by, day.zone)}` };
  const limits = limitsOn(request, policy);
  const free = freeAt(limits, request, recipient, now);
  const at = nextSpeaking(free, day);
  const why = free > now ? describe(limits) : "it is night";
  if (at > request.by)
    return { do: "drop", because: `${why}, and there is no room by ${localTime(request.by, day.zone)}` };
  if (at > now) return wait(matter, at, why);
  return send(matter, "it is within caps and hours", earlier(request.by, speakingEnds(now, day)));
}

const describe = (limits: readonly Limit[]): string =>
  limits.map(({ purposes, letters, within }) => `${letters} in ${within} of ${purposes.join(", ")}`).join(" and ");

const send = ({ channel, now }: Matter, because: string, atMost = plus(now, lease)): Answer => ({
  do: "send",
  channel,
  until: earlier(plus(now, lease), atMost),
  because,
});

const wait = ({ channel, now, day }: Matter, until: Instant, why: string): Answer => ({
  do: "wait",
  channel,
  until: later(until, now),
  because: `it waits until ${localTime(until, day.zone)}: ${why}`,
});
