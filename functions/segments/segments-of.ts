import type { Customer } from "../billing/customer.ts";
import { type Instant, msBetween } from "../platform/instant.ts";
import type { SegmentsPolicy } from "./policy-slice.ts";
import type { Predicate } from "./predicate.ts";

/** What predicates are asked of: as much as is known of a payer, an account or a person. */
export type Subject = Partial<
  Pick<Customer, "provider" | "country" | "locale" | "plan" | "mrr" | "segment" | "acquisitionChannel" | "createdAt">
>;

/** The question, and what it takes to answer it. */
interface Question {
  readonly subject: Subject;
  readonly segments: SegmentsPolicy["segments"];
  readonly now: Instant;
}

const dayMs = 86_400_000;
const within = (value: number, least = 0, below = Number.POSITIVE_INFINITY) => value >= least && value < below;
const isOne = (values: readonly string[] | undefined, value: string | undefined): boolean =>
  values === undefined || (value !== undefined && values.includes(value));

/** Providers and products write `pt_BR` as well as `pt-BR`. */
function speaks(tags: readonly string[] | undefined, locale: string | undefined): boolean {
  if (tags === undefined) return true;
  const spoken = locale?.trim().replaceAll("_", "-").toLowerCase() ?? "";
  return tags.map((tag) => tag.toLowerCase()).some((tag) => spoken === tag || spoken.startsWith(`${tag}-`));
}

function isWorth(asked: Predicate["mrr"], mrr: Subject["mrr"]): boolean {
  if (asked === undefined) return true;
  return mrr?.currency === asked.currency && within(mrr.amountMinor, asked.atLeastMinor, asked.belowMinor);
}

function isOfAge(asked: Predicate["ageDays"], { subject: { createdAt }, now }: Question): boolean {
  if (asked === undefined) return true;
  return createdAt !== undefined && within(Math.floor(msBetween(createdAt, now) / dayMs), asked.atLeast, asked.below);
}

/** A segment is asked of without itself, so that one that leads back to itself ends in nobody rather than never. */
function isMember(name: string, question: Question): boolean {
  const { [name]: predicate, ...others } = question.segments;
  return predicate !== undefined && holds(predicate, { ...question, segments: others });
}

function holds(predicate: Predicate, question: Question): boolean {
  const { subject } = question;
  const { in: name, all = [], any, not } = predicate;
  return (
    isOne(predicate.country, subject.country?.trim().toUpperCase()) &&
    speaks(predicate.locale, subject.locale) &&
    isOne(predicate.plan, subject.plan) &&
    isOne(predicate.metadataSegment, subject.segment) &&
    isOne(predicate.acquisitionChannel, subject.acquisitionChannel) &&
    isOne(predicate.provider, subject.provider) &&
    isWorth(predicate.mrr, subject.mrr) &&
    isOfAge(predicate.ageDays, question) &&
    (name === undefined || isMember(name, question)) &&
    all.every((each) => holds(each, question)) &&
    (any === undefined || any.some((each) => holds(each, question))) &&
    (not === undefined || !holds(not, question))
  );
}

/**
 * The segments somebody is in now, in the configuration's order.
 * @param now the age is counted to it.
 */
export const segmentsOf = (subject: Subject, { segments }: SegmentsPolicy, now: Instant): string[] =>
  Object.keys(segments).filter((name) => isMember(name, { subject, segments, now }));
