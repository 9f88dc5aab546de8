import { type Instant, msBetween } from "../platform/instant.ts";
import { mergedDecline } from "./declines/merged-decline.ts";
import type { KnownCustomer } from "./known-customer.ts";
import type { Money } from "./money.ts";
import { type ChargedMethod, type Decline, type Payment, type Statement, speakers } from "./payment.ts";

/** One charge, whoever made it: the provider, the customer or we. */
export interface Attempt {
  readonly chargeId?: string | undefined;
  /** Undefined while only our own answer tells of it, and names no payment. */
  readonly paymentId?: string | undefined;
  readonly invoiceId?: string | undefined;
  /** The provider's time, or ours where only our own answer tells of it. */
  readonly at: Instant;
  /** When the answer to our own request came; undefined for what others charged. */
  readonly answeredAt?: Instant | undefined;
  readonly result: "failed" | "succeeded" | "pending";
  readonly decline?: Decline | undefined;
  readonly amount?: Money | undefined;
  readonly method: ChargedMethod;
}

/** What the provider answered to a charge of ours, as the case remembers it. */
export interface OwnAnswer {
  readonly invoiceId: string;
  readonly at: Instant;
  readonly result: Attempt["result"];
  readonly decline?: Decline | undefined;
  readonly chargeId?: string | undefined;
  readonly paymentId?: string | undefined;
  readonly method?: ChargedMethod | undefined;
}

/** Two statements about one charge may name it by two ids, but not at two times; events are timed to the second. */
const oneSecondMs = 1000;
/** How far our own answer, which names no charge, may lie from the events that tell of the same. */
const answerMs = 60_000;
/** A bank takes days to refuse a debit that was started. */
const debitMs = 21 * 24 * 60 * 60 * 1000;

const distance = (a: Instant, b: Instant): number => Math.abs(msBetween(a, b));

function defined<T extends object>(value: T): Partial<T> {
  const copy: Partial<T> = { ...value };
  for (const [name, entry] of Object.entries(value)) if (entry === undefined) Reflect.deleteProperty(copy, name);
  return copy;
}

/** Field by field, what the first has said of it. */
function firstSaid<T extends object>(values: readonly T[]): Partial<T> {
  const merged: Partial<T> = {};
  for (const value of values.toReversed()) Object.assign(merged, defined(value));
  return merged;
}

/** Charge ids that another payment's own charge bears: whoever else names them speaks of something else. */
function claimedElsewhere(payments: readonly Payment[]): ReadonlyMap<string, ReadonlySet<string>> {
  const claims = new Map<string, Set<string>>();
  for (const { paymentId, said } of payments)
    for (const { chargeId } of Object.values(said))
      if (chargeId !== undefined) claims.set(chargeId, (claims.get(chargeId) ?? new Set()).add(paymentId));
  return claims;
}

/** The id of the charge that a statement is about; undefined if several payments claim it, and it is not the charge's own word. */
function chargeOf({ speaker, chargeId }: Statement, claims: ReturnType<typeof claimedElsewhere>): string | undefined {
  if (chargeId === undefined || speaker === "charge") return chargeId;
  return (claims.get(chargeId)?.size ?? 0) > 1 ? undefined : chargeId;
}

interface Group {
  readonly chargeId: string | undefined;
  readonly statements: readonly Statement[];
}

const atOf = ({ statements }: Group): Instant => statements.reduce((at, one) => (one.at < at ? one.at : at), "9");
const speaks = ({ statements }: Group, speaker: Statement["speaker"]): boolean =>
  statements.some((statement) => statement.speaker === speaker);
const byTime = (a: Group, b: Group): number =>
  atOf(a).localeCompare(atOf(b)) || (a.chargeId ?? "").localeCompare(b.chargeId ?? "");

/** Whether what the payment says and what the charge says, by other ids or none, is of one charge. */
const isSameCharge = (charge: Group, other: Group): boolean =>
  distance(atOf(charge), atOf(other)) <= oneSecondMs &&
  !other.statements.some(({ speaker }) => speaks(charge, speaker));

/** The statements of one payment, those of one charge together. */
function chargesOf({ said }: Payment, claims: ReturnType<typeof claimedElsewhere>): Group[] {
  const named = new Map<string, Statement[]>();
  const unnamed: Group[] = [];
  for (const [, statement] of Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const chargeId = chargeOf(statement, claims);
    if (chargeId === undefined) unnamed.push({ chargeId, statements: [statement] });
    else named.set(chargeId, [...(named.get(chargeId) ?? []), statement]);
  }
  const groups = [...named].map(([chargeId, statements]): Group => ({ chargeId, statements }));
  const charges = groups.filter((group) => speaks(group, "charge")).sort(byTime);
  const others = [...groups.filter((group) => !speaks(group, "charge")), ...unnamed].sort(byTime);
  for (const other of others) {
    const place = charges.findIndex((charge) => isSameCharge(charge, other));
    const charge = charges[place];
    if (charge === undefined) charges.push(other);
    else
      charges[place] = {
        chargeId: charge.chargeId ?? other.chargeId,
        statements: [...charge.statements, ...other.statements],
      };
  }
  return charges.sort(byTime);
}

const bySpeaker = (a: Statement, b: Statement): number =>
  speakers.indexOf(a.speaker) - speakers.indexOf(b.speaker) || (a.at < b.at ? -1 : 1);

/** What is known of a method from its own events alone; one that was renewed since may have had another number. */
function withSaved(attempt: Attempt, { cards }: KnownCustomer): Attempt {
  const { at, method } = attempt;
  const card = cards.get(method.methodId ?? "");
  if (card === undefined) return attempt;
  const { kind, country, renewedAt = "" } = card;
  const number = renewedAt > at ? undefined : card.number;
  return { ...attempt, method: firstSaid([method, { number, kind, country }]) };
}

/** What is known to link a payment to its invoice: its own word, or the invoice's. Nothing is guessed. */
export function invoiceOfPayment(paymentId: string, known: KnownCustomer): string | undefined {
  const statements = Object.values(known.payments.get(paymentId)?.said ?? {}).sort(bySpeaker);
  const named = statements.find(({ invoiceId }) => invoiceId !== undefined)?.invoiceId;
  if (named !== undefined) return named;
  const linked = known.paymentLinks.get(paymentId);
  if (linked !== undefined) return linked;
  return [...known.invoices.values()].find(({ paymentIds }) => paymentIds.includes(paymentId))?.invoiceId;
}

/** Every failed charge that the provider's events tell of, oldest first. */
function failedCharges(known: KnownCustomer): Attempt[] {
  const payments = [...known.payments.values()];
  const claims = claimedElsewhere(payments);
  const attempts = payments.flatMap((payment) => {
    const invoiceId = invoiceOfPayment(payment.paymentId, known);
    return chargesOf(payment, claims).map((group): Attempt => {
      const statements = [...group.statements].sort(bySpeaker);
      return {
        chargeId: group.chargeId,
        paymentId: payment.paymentId,
        invoiceId,
        at: atOf(group),
        result: "failed",
        decline: mergedDecline(statements.map(({ decline }) => decline)),
        amount: statements[0]?.amount,
        method: firstSaid(statements.map(({ method }) => method)),
      };
    });
  });
  return attempts.sort(
    (a, b) =>
      a.at.localeCompare(b.at) ||
      (a.paymentId ?? "").localeCompare(b.paymentId ?? "") ||
      (a.chargeId ?? "").localeCompare(b.chargeId ?? ""),
  );
}

const answers = ({ result }: Attempt, own: OwnAnswer): boolean =>
  result === own.result || (result === "failed" && own.result === "pending");

/** Whether an answer that names no charge tells of this one. */
function isLikelyAnswer(attempt: Attempt, own: OwnAnswer): boolean {
  if (attempt.invoiceId !== own.invoiceId || !answers(attempt, own)) return false;
  if (attempt.chargeId !== undefined && own.chargeId !== undefined) return false;
  if (distance(attempt.at, own.at) <= answerMs) return true;
  return own.result === "pending" && attempt.at > own.at && msBetween(own.at, attempt.at) <= debitMs;
}

/** The place of the charge that an answer tells of; -1 if nobody else has told of it. */
function placeOfAnswer(attempts: readonly Attempt[], own: OwnAnswer): number {
  const heard = attempts.findIndex(({ answeredAt, invoiceId }) => answeredAt === own.at && invoiceId === own.invoiceId);
  if (heard >= 0) return heard;
  const named = attempts.findIndex(({ chargeId }) => chargeId !== undefined && chargeId === own.chargeId);
  if (named >= 0) return named;
  const [nearest] = attempts
    .filter((attempt) => attempt.answeredAt === undefined && isLikelyAnswer(attempt, own))
    .sort((a, b) => distance(a.at, own.at) - distance(b.at, own.at));
  return nearest === undefined ? -1 : attempts.indexOf(nearest);
}

function withAnswer(attempts: readonly Attempt[], own: OwnAnswer): readonly Attempt[] {
  const { at, method = {}, ...told } = own;
  const answered: Attempt = { ...told, at, answeredAt: at, method };
  const place = placeOfAnswer(attempts, own);
  const known = attempts[place];
  if (known === undefined) return [...attempts, answered];
  const merged: Attempt = {
    ...answered,
    ...defined(known),
    answeredAt: at,
    decline: mergedDecline([known.decline, own.decline]),
    method: firstSaid([known.method, method]),
  };
  return attempts.with(place, merged);
}

/**
 * The attempts with what we were answered ourselves. An answer tells of the charge it names; one that names none, of
 * the charge of the same invoice at the same moment. Adding an answer twice changes nothing.
 */
export const withAnswers = (attempts: readonly Attempt[], own: readonly OwnAnswer[]): readonly Attempt[] =>
  [...own]
    .sort((a, b) => a.at.localeCompare(b.at) || a.invoiceId.localeCompare(b.invoiceId))
    .reduce(withAnswer, attempts)
    .toSorted((a, b) => a.at.localeCompare(b.at));

/**
 * Every charge known of a payer, oldest first: one for each charge id, merged field by field of what the charge, its
 * payment and our own answer say. A pure function of what is known, so that no order of arrival makes a difference.
 */
export const attemptsOf = (known: KnownCustomer, own: readonly OwnAnswer[]): readonly Attempt[] =>
  withAnswers(failedCharges(known), own).map((attempt) => withSaved(attempt, known));
