import fc from "fast-check";
import { limitsOn } from "../../../functions/contact/room.ts";
import { durationMs } from "../../../functions/platform/duration.ts";
import { msBetween, plusMs } from "../../../functions/platform/instant.ts";
import {
  mets,
  type Plan,
  type Plot,
  play,
  policyOf,
  type Sent,
  start,
  type Told,
  type Turn,
  zoneOf,
} from "./history.ts";

const hourMs = 3_600_000;
/** Longer than this before the sending nothing may have been recorded that forbids it: the lease. */
const leaseMs = durationMs("PT2M");

const share = (max: number) => fc.double({ min: 0, max, noNaN: true });

const plan: fc.Arbitrary<Plan> = fc.record({
  purpose: fc.constantFrom("legal-notice", "billing-notice", "billing-notice", "product", "offer", "survey", "staff"),
  address: fc.nat(2),
  payer: fc.nat(4),
  priority: fc.nat(99),
  atHour: fc.oneof(fc.nat(240), fc.nat(6)),
  forHours: fc.integer({ min: 1, max: 120 }),
  movesAtAttempt: fc.oneof(fc.constant(1_000), fc.integer({ min: 2, max: 4 })),
});

const spread = fc.array(plan, { minLength: 1, maxLength: 30, size: "max" });
/** Everybody writes to one address in one morning. */
const crowd = fc.array(
  plan.map((one) => ({ ...one, address: 0, atHour: one.atHour % 4, movesAtAttempt: 1_000 })),
  { minLength: 5, maxLength: 40, size: "max" },
);

/** Random histories of some ten days. */
const plots: fc.Arbitrary<Plot> = fc.record({
  seed: fc.nat(),
  letters: fc.oneof(spread, crowd),
  noticesPerDay: fc.integer({ min: 1, max: 3 }),
  noticesPerWeek: fc.integer({ min: 4, max: 12 }),
  turns: fc.array(
    fc.record({
      what: fc.constantFrom("complaint", "bounce", "erasure", "erasure"),
      atFreeze: fc.integer({ min: 1, max: 12 }),
    }),
    { maxLength: 3 },
  ),
  agreed: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
  faults: fc.record({
    ...{ dies: share(0.1), freezes: share(0.2), storeFails: share(0.05), asksTwice: share(0.5) },
    ...{ throttled: share(0.15), answerLost: share(0.15), unreachable: share(0.1) },
  }),
});

/**
 * Plays so many random histories.
 * @returns how often each kind of trouble was met in all of them.
 * @throws Error with the smallest history that breaks a law, and its seed.
 */
export async function holdInRandomHistories(numRuns: number): Promise<Readonly<Record<string, number>>> {
  const met = new Map<string, number>([["sent", 0], ...mets.map((what) => [what, 0] as const)]);
  const property = fc.asyncProperty(plots, async (plot) => {
    const told = await play(plot);
    for (const [what, count] of Object.entries({ ...told.counts, sent: told.sent.length }))
      met.set(what, (met.get(what) ?? 0) + count);
    const broken = brokenLaws(plot, told);
    if (broken.length > 0) throw new Error(broken.join("; "));
  });
  await fc.assert(property, { numRuns });
  return Object.fromEntries(met);
}

/** What must hold in every history; one sentence for each time it does not. */
const brokenLaws = (plot: Plot, told: Told): string[] => [
  ...twice(told),
  ...overCaps(plot, told),
  ...forbidden(told),
  ...outOfWindow(told),
  ...silent(told),
  ...unbounded(plot, told),
  ...(told.endedAt > plusMs(start, durationMs("P100D")) ? [`it went on until ${told.endedAt}`] : []),
];

function twice({ sent }: Told): string[] {
  const keys = sent.map(({ key }) => key);
  return keys.filter((key, index) => keys.indexOf(key) !== index).map((key) => `${key} was sent twice`);
}

/** Every limit in every sliding window of its length, for every letter that it holds. */
function overCaps(plot: Plot, { sent }: Told): string[] {
  const { contact } = policyOf(plot);
  return sent.flatMap((mail, index) =>
    limitsOn(mail.plan, contact).flatMap(({ purposes, letters, within }) => {
      const before = sent
        .slice(0, index)
        .filter(({ reader, plan: { purpose } }) => reader === mail.reader && purposes.includes(purpose));
      const first = before.at(-letters);
      const tooNear = first !== undefined && msBetween(first.at, mail.at) < durationMs(within);
      return tooNear ? [`${mail.key} at ${mail.at} is one more than ${letters} in ${within} of ${purposes}`] : [];
    }),
  );
}

function forbidden({ sent, refusals, erasures }: Told): string[] {
  const was = (mail: Sent, turn: Turn) =>
    turn.reader === mail.reader && (turn.as < mail.claimedAs || turn.at < plusMs(mail.at, -leaseMs));
  return sent.flatMap((mail) => [
    ...refusals
      .filter((turn) => was(mail, turn))
      .map(({ at }) => `${mail.key} went to an address that refused at ${at}`),
    ...erasures
      .filter((turn) => was(mail, turn) && mail.epoch < (turn.epoch ?? 0))
      .map(({ at }) => `${mail.key} was claimed before, and sent after, the erasure at ${at}`),
  ]);
}

function outOfWindow({ sent }: Told): string[] {
  return sent.flatMap(({ key, plan: { purpose, address, atHour, forHours, movesAtAttempt }, at }) => {
    const from = plusMs(start, atHour * hourMs);
    const isBound = purpose !== "billing-notice" && purpose !== "staff";
    const inWindow = at >= from && (!isBound || at <= plusMs(from, forHours * hourMs));
    const isCommercial = isBound && purpose !== "legal-notice";
    const hour = Number(
      new Intl.DateTimeFormat("en-GB", { hour: "2-digit", timeZone: zoneOf(address) }).format(new Date(at)),
    );
    const isNight = isCommercial && movesAtAttempt > 999 && (hour < 8 || hour >= 21);
    return [
      ...(inWindow ? [] : [`${key} (${purpose}) was sent at ${at}, outside of its window`]),
      ...(isNight ? [`${key} (${purpose}) was sent at ${at}, at night`] : []),
    ];
  });
}

/** What may stop a letter that is never dropped for want of room. */
const goodReasons = /came back|reported as spam|erased|did not confirm/;

function silent({ ends, sent }: Told): string[] {
  return [...ends].flatMap(
    ([
      key,
      {
        plan: { purpose },
        outcome,
        ledger,
        reason = "",
      },
    ]) => {
      const why = outcome?.outcome === "dropped" ? outcome.reason : ledger === "dropped" ? reason : undefined;
      const isSent = sent.some((mail) => mail.key === key);
      const mustGo = purpose === "billing-notice" || purpose === "staff" || purpose === "legal-notice";
      const mayGo =
        goodReasons.test(why ?? "") || (purpose === "legal-notice" && /its window by law closed/.test(why ?? ""));
      return [
        ...(outcome === undefined ? [`${key} never came to an end`] : []),
        ...(isSent || why !== undefined ? [] : [`${key} was neither sent nor dropped: ${outcome?.outcome}, ${ledger}`]),
        ...(why === "" ? [`${key} was dropped without a reason`] : []),
        ...(mustGo && why !== undefined && !mayGo && !isSent ? [`${key} (${purpose}) was dropped: ${why}`] : []),
      ];
    },
  );
}

function unbounded(plot: Plot, { recipients }: Told): string[] {
  const { caps } = policyOf(plot).contact;
  // Notices are remembered for the week that they count in, and what must be said goes by the day's limit alone.
  const most = caps.reduce((sum, { letters }) => sum + letters, plot.noticesPerDay * 8);
  return recipients
    .filter(({ slots, waiting }) => slots.length > most || waiting.length > 8)
    .map(({ slots, waiting }) => `a recipient grew to ${slots.length} slots and ${waiting.length} waiters`);
}
