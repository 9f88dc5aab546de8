import fc from "fast-check";
import { expect } from "vitest";
import type { DunningCase } from "../../../functions/dunning/case.ts";
import type { DunningPolicy, DunningStep } from "../../../functions/dunning/policy/dunning-policy.ts";
import { durationMs, plus } from "../../../functions/platform/duration.ts";
import { type Instant, later, msBetween } from "../../../functions/platform/instant.ts";
import { exactPolicy, openedAt, samplePolicy } from "./sample-case.ts";
import { stage } from "./stage.ts";

/**
 * Plays random edits of the policy over an open case whose customer never pays: whatever is inserted, removed, moved,
 * renamed, shortened, lengthened or only rehearsed while the case sleeps, no letter is sent twice, nothing is paused
 * without a warning that was sent, and no step is lost whose time was yet to come.
 */

type Step = DunningStep;
type Edit =
  | {
      readonly kind: "insert";
      readonly at: number;
      readonly message: "payment-reminder" | "payment-urgent" | undefined;
    }
  | { readonly kind: "remove"; readonly at: number }
  | { readonly kind: "reorder"; readonly at: number }
  | { readonly kind: "rename"; readonly at: number }
  | { readonly kind: "shorten" | "lengthen" }
  | { readonly kind: "move-end"; readonly days: number }
  | { readonly kind: "dry-run" | "in-earnest" };

const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    kind: fc.constant("insert" as const),
    at: fc.nat(40),
    message: fc.constantFrom("payment-reminder" as const, "payment-urgent" as const, undefined),
  }),
  fc.record({ kind: fc.constantFrom("remove" as const, "reorder" as const, "rename" as const), at: fc.nat(8) }),
  fc.record({ kind: fc.constantFrom("shorten" as const, "lengthen" as const) }),
  fc.record({ kind: fc.constant("move-end" as const), days: fc.integer({ min: 20, max: 60 }) }),
  fc.record({ kind: fc.constantFrom("dry-run" as const, "in-earnest" as const) }),
);

const seen = new Map<string, number>();
const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);

let inserted = 0;
const days = (after: string) => durationMs(after) / 86_400_000;
const byTime = (steps: readonly Step[]): Step[] => steps.toSorted((a, b) => durationMs(a.after) - durationMs(b.after));

/** What the proofs at synth would accept: in order, distinct times, one pause with its warning before it, an end. */
function isSound(steps: readonly Step[]): boolean {
  const times = steps.map(({ after }) => durationMs(after));
  const pause = steps.findIndex((step) => step.pause);
  const warning = steps.findIndex(({ message }) => message === "pause-warning");
  const paused = steps.findIndex(({ message }) => message === "paused");
  const noticeMs = (times[pause] ?? 0) - (times[warning] ?? 0);
  return (
    new Set(times).size === times.length &&
    steps.findIndex(({ end }) => end !== undefined) === steps.length - 1 &&
    steps.length > 1 &&
    (pause === -1 ? warning === -1 && paused === -1 : warning !== -1 && noticeMs >= durationMs("P1D")) &&
    (paused === -1 || paused >= pause) &&
    steps.every((step) => step.retry || step.pause || step.message !== undefined || step.end !== undefined)
  );
}

function edited(policy: DunningPolicy, edit: Edit): DunningPolicy {
  const { steps } = policy;
  const place = "at" in edit ? edit.at % steps.length : 0;
  const scaled = (by: number) =>
    steps.map((step) => ({ ...step, after: `PT${Math.ceil(days(step.after) * 24 * by)}H` }));
  const withSteps = (changed: readonly Step[]): DunningPolicy => ({ ...policy, steps: byTime(changed) });
  switch (edit.kind) {
    case "insert": {
      inserted += 1;
      const step = { retry: edit.message === undefined, pause: false, handOver: false, message: edit.message };
      return withSteps([...steps, { ...step, id: `inserted-${inserted}`, after: `PT${12 + edit.at * 18}H` }]);
    }
    case "remove":
      return withSteps(steps.filter((_, index) => index !== place));
    case "reorder": {
      const [one, other] = [steps[place], steps[(place + 1) % steps.length]];
      if (one === undefined || other === undefined) return policy;
      return withSteps(
        steps.map((step) =>
          step === one ? { ...one, after: other.after } : step === other ? { ...other, after: one.after } : step,
        ),
      );
    }
    case "rename":
      inserted += 1;
      return withSteps(steps.map((step, index) => (index === place ? { ...step, id: `renamed-${inserted}` } : step)));
    case "shorten":
      return withSteps(scaled(0.6));
    case "lengthen":
      return withSteps(scaled(1.5));
    case "move-end":
      return withSteps(steps.map((step) => (step.end === undefined ? step : { ...step, after: `P${edit.days}D` })));
    case "dry-run":
      return { ...policy, dryRun: true };
    case "in-earnest":
      return { ...policy, dryRun: false };
  }
}

export interface Played {
  readonly mails: readonly { readonly name: string; readonly at: Instant; readonly text: string }[];
  readonly pausedAt: Instant | undefined;
  readonly end: DunningCase;
  /** Each policy that was in force, from when, and what the case had done by then. */
  readonly reigns: readonly {
    readonly from: Instant;
    readonly policy: DunningPolicy;
    readonly done: readonly string[];
  }[];
}

/** Sleeps and acts as the workflow does, while the policy changes under it. */
export async function play(
  start: DunningPolicy,
  changes: readonly { readonly afterHours: number; readonly edit: Edit }[],
): Promise<Played> {
  const set = await stage({}, "ada@example.com", start);
  const reigns: Played["reigns"][number][] = [{ from: openedAt, policy: set.policyNow(), done: [] }];
  const mails: { name: string; at: Instant; text: string }[] = [];
  let pausedAt: Instant | undefined;
  const due = changes
    .map(({ afterHours, edit }) => ({ at: plus(openedAt, `PT${afterHours}H`), edit }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
  for (let turns = 0; turns < 200; turns += 1) {
    const output = await set.plan();
    if (!("key" in output.step)) break;
    const [next] = due;
    if (next !== undefined && next.at < output.step.dueAt) {
      due.shift();
      set.moveTo(later(set.now(), next.at));
      const policy = edited(set.policyNow(), next.edit);
      if (isSound(policy.steps)) {
        count(next.edit.kind);
        set.reign(policy);
        reigns.push({ from: set.now(), policy, done: Object.keys((await set.read()).done) });
      }
      // The execution sleeps on: what it does next was planned under the policy before.
      if (output.step.dueAt > set.now()) set.moveTo(output.step.dueAt);
    } else set.moveTo(output.step.dueAt);
    const before = set.mails.length;
    const wasPaused = (await set.read()).paused;
    await set.handlers[output.step.act](output);
    for (const { name, text } of set.mails.slice(before)) mails.push({ name, at: set.now(), text });
    if (!wasPaused && (await set.read()).paused) pausedAt = set.now();
  }
  return { mails, pausedAt, end: await set.read(), reigns };
}

const histories = fc.array(fc.record({ afterHours: fc.integer({ min: 1, max: 24 * 32 }), edit: edits }), {
  maxLength: 6,
});
const policies = fc.constantFrom(exactPolicy.dunning, samplePolicy.dunning);

/** Letters that a policy may well send more than once, by steps of their own. */
const mayRepeat: ReadonlySet<string> = new Set(["payment-reminder", "payment-urgent"]);

/** No letter twice, no pause unwarned, no step lost whose time was yet to come, and an end. */
export async function holdThroughEdits(numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(policies, histories, async (policy, changes) => {
      const { mails, pausedAt, end, reigns } = await play(policy, changes);
      const names = mails.map(({ name }) => name).filter((name) => name !== "hand-over");
      const twice = names.filter((name, index) => names.indexOf(name) !== index && !mayRepeat.has(name));
      expect(twice).toEqual([]);
      // Two letters of one name are two steps of some policy that both named it.
      for (const name of mayRepeat) {
        const steps = new Set(
          reigns.flatMap((reign) => reign.policy.steps.filter(({ message }) => message === name).map(({ id }) => id)),
        );
        expect(names.filter((one) => one === name).length).toBeLessThanOrEqual(Math.max(1, steps.size));
      }
      if (pausedAt !== undefined) {
        const warning = mails.find(({ name }) => name === "pause-warning");
        expect(warning).toBeDefined();
        expect(msBetween(warning?.at ?? pausedAt, pausedAt)).toBeGreaterThanOrEqual(durationMs("P1D"));
      }
      expect(end.status).toBe("closed");
      const last = reigns.at(-1);
      if (last === undefined || last.policy.dryRun) return;
      // What the last policy wants at a time that was yet to come when it began, and was neither done nor rehearsed by then.
      for (const step of last.policy.steps.filter(({ after }) => plus(openedAt, after) > last.from)) {
        const wasDone = last.done.some((key) => key.startsWith(`${step.id}:`));
        if (wasDone || step.end !== undefined) continue;
        if (step.pause) expect(pausedAt).toBeDefined();
        if (step.message === undefined || (step.message === "paused" && pausedAt === undefined)) continue;
        expect(names).toContain(step.message);
      }
    }),
    { numRuns },
  );
}

/** The day of the pause that a letter has named is kept, or comes later. */
export async function keepPromises(numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(policies, histories, async (policy, changes) => {
      const { pausedAt, end } = await play(policy, changes);
      if (pausedAt !== undefined && end.promised?.pauseAt !== undefined)
        expect(pausedAt >= end.promised.pauseAt).toBe(true);
    }),
    { numRuns },
  );
}

/** How often each kind of edit was played, of all that there are. */
export const editsPlayed = (): ReadonlyMap<string, number> => new Map(kinds.map((kind) => [kind, seen.get(kind) ?? 0]));

const kinds = ["insert", "remove", "reorder", "rename", "shorten", "lengthen", "move-end", "dry-run", "in-earnest"];
