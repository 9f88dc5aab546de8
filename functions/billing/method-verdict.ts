import { plus } from "../platform/duration.ts";
import { type Instant, later } from "../platform/instant.ts";
import type { Attempt } from "./attempts.ts";
import { overBudget, overDebitBudget, presentationsLeft } from "./budgets.ts";
import { judge, type Lasting } from "./declines/declines.ts";
import type { ChargedMethod } from "./payment.ts";

/** A method that may be charged, as it is now. */
export interface AskedMethod extends ChargedMethod {
  /** Since when it is the one to charge: what was declined before it was chosen, and names no method, was another. */
  readonly since?: Instant | undefined;
  /** When its number or expiry last changed. */
  readonly renewedAt?: Instant | undefined;
}

/** What a verdict rests on. */
export interface VerdictGround {
  /** Everybody's, oldest first. */
  readonly attempts: readonly Attempt[];
  /** The invoice that is to be charged. */
  readonly invoiceId: string;
  readonly at: Instant;
}

export type MethodVerdict =
  | { readonly retry: "blocked"; readonly reason: string }
  /** `notBefore`: somebody asked to wait until then, and `reason` says who. */
  | {
      readonly retry: "allowed";
      readonly notBefore?: Instant | undefined;
      /** How often a debit may still be presented for this invoice; undefined for what is no debit. */
      readonly presentationsLeft?: number | undefined;
      readonly reason: string;
    };

const blocked = (reason: string): MethodVerdict => ({ retry: "blocked", reason });

/** What verdicts and budgets belong to; undefined for a method of which nothing is known. */
const numberOf = ({ number, methodId }: ChargedMethod): string | undefined => number ?? methodId;

/** Whether a charge was one of this number; one that names no method is taken for this one's unless another was chosen since. */
function isOf(asked: AskedMethod, { method, at, invoiceId }: Attempt, ground: VerdictGround): boolean {
  if (numberOf(method) === undefined)
    return invoiceId === ground.invoiceId && (asked.since === undefined || at >= asked.since);
  if (method.number !== undefined && asked.number !== undefined) return method.number === asked.number;
  // Without numbers the saved method goes by its id, until it may have got another number.
  if (method.methodId !== undefined && asked.methodId !== undefined)
    return method.methodId === asked.methodId && (asked.renewedAt === undefined || at >= asked.renewedAt);
  // A method of which nothing is known is the provider's choice: what was charged for this invoice before.
  return numberOf(asked) === undefined && invoiceId === ground.invoiceId;
}

/** Whether the data that were declined are still those of the method. */
function hasSameData(asked: AskedMethod, { method, at }: Attempt): boolean {
  if (asked.renewedAt !== undefined && asked.renewedAt > at) return false;
  const isOtherId = method.methodId !== undefined && asked.methodId !== undefined && method.methodId !== asked.methodId;
  if (isOtherId) return false;
  return method.expires === undefined || asked.expires === undefined || method.expires === asked.expires;
}

function stands(lasts: Lasting, refused: Attempt, asked: AskedMethod, ofNumber: readonly Attempt[]): boolean {
  switch (lasts) {
    case "number":
      return true;
    case "data":
      return hasSameData(asked, refused);
    case "confirmation":
      return !ofNumber.some(({ result, at }) => result === "succeeded" && at > refused.at);
  }
}

/**
 * Whether a method may be charged, by every charge of its number that is known, whoever made it and for whatever
 * invoice. What forbids it outlives the case and whatever other method is tried meanwhile; what new data can mend
 * stands as long as the data; who asked to wait is waited for; the network's budget is the last word.
 */
export function verdictOn(asked: AskedMethod, ground: VerdictGround): MethodVerdict {
  const { attempts, at, invoiceId } = ground;
  const ofNumber = attempts.filter((attempt) => isOf(asked, attempt, ground));
  const kindOf = ({ method }: Attempt) => method.kind ?? asked.kind;
  const country = asked.country ?? ofNumber.findLast(({ method }) => method.country !== undefined)?.method.country;
  const verdicts = ofNumber
    .filter(({ result, decline }) => result === "failed" && decline !== undefined)
    .map((attempt) => ({ attempt, verdict: judge(attempt.decline, country, kindOf(attempt)) }));
  const refusal = verdicts.findLast(
    ({ attempt, verdict }) => verdict.retry === "blocked" && stands(verdict.lasts, attempt, asked, ofNumber),
  );
  if (refusal !== undefined) return blocked(refusal.verdict.reason);
  const unjudged = judge(undefined, country, asked.kind);
  if (unjudged.retry === "blocked") return blocked(unjudged.reason);
  const network = verdicts.findLast(({ attempt }) => attempt.decline?.network !== undefined)?.attempt.decline?.network;
  const debitKind = ofNumber.findLast(({ method }) => method.kind !== undefined)?.method.kind ?? asked.kind;
  const presentedAt = ofNumber.filter((attempt) => attempt.invoiceId === invoiceId).map((attempt) => attempt.at);
  const spent =
    overBudget(
      network ?? asked.brand?.toLowerCase(),
      ofNumber.map((attempt) => attempt.at),
      at,
    ) ?? overDebitBudget(debitKind, presentedAt, at);
  if (spent !== undefined) return blocked(spent);
  const reason = verdicts.at(-1)?.verdict.reason ?? unjudged.reason;
  const left = presentationsLeft(debitKind, presentedAt.length);
  return { retry: "allowed", reason, ...waiting(verdicts), ...(left !== undefined && { presentationsLeft: left }) };
}

/** The longest wait that somebody asked for. */
function waiting(
  verdicts: readonly { readonly attempt: Attempt; readonly verdict: ReturnType<typeof judge> }[],
): { readonly notBefore: Instant; readonly reason: string } | undefined {
  const waits = verdicts.flatMap(({ attempt: { at, answeredAt = at }, verdict }) =>
    verdict.retry === "allowed" && verdict.waitAtLeast !== undefined
      ? [{ notBefore: plus(later(at, answeredAt), verdict.waitAtLeast), reason: verdict.reason }]
      : [],
  );
  const [longest] = waits.sort((a, b) => (a.notBefore > b.notBefore ? -1 : 1));
  return longest;
}
