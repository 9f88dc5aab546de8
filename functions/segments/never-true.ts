import type { Predicate, Segments } from "./predicate.ts";

/**
 * Everything that must be true at once, flat: a predicate, those in its `all`, and those of the segments it is in.
 */
function conjuncts(predicate: Predicate, segments: Segments): Predicate[] {
  const { in: name, all = [] } = predicate;
  const { [name ?? ""]: named, ...others } = segments;
  return [
    predicate,
    ...all.flatMap((each) => conjuncts(each, segments)),
    ...(named === undefined ? [] : conjuncts(named, others)),
  ];
}

const lists = ["country", "locale", "plan", "metadataSegment", "acquisitionChannel", "provider"] as const;
type List = (typeof lists)[number];

/** `pt` and `pt-BR` go together. */
const comparable = (list: List, value: string): string => (list === "locale" ? (value.split("-")[0] ?? value) : value);

function disjoint(list: List, together: readonly Predicate[]): string | undefined {
  const given = together.flatMap(({ [list]: values }) => (values === undefined ? [] : [values]));
  const [first = [], ...rest] = given.map((values) => values.map((value) => comparable(list, value)));
  const shared = first.some((value) => rest.every((values) => values.includes(value)));
  if (given.length < 2 || shared) return undefined;
  return `${list} cannot be ${given.map((values) => values.join(" or ")).join(" and also ")}`;
}

function emptyRange(what: string, ranges: readonly { readonly least: number; readonly below: number }[]) {
  const least = Math.max(0, ...ranges.map((range) => range.least));
  const below = Math.min(...ranges.map((range) => range.below));
  return least < below ? undefined : `${what} cannot be at least ${least} and below ${below}`;
}

const unlimited = Number.POSITIVE_INFINITY;

function impossibleWorth(together: readonly Predicate[]): string | undefined {
  const worths = together.flatMap(({ mrr }) => mrr ?? []);
  const currencies = [...new Set(worths.map(({ currency }) => currency))];
  if (currencies.length > 1) return `mrr cannot be in ${currencies.join(" and also in ")}`;
  return emptyRange(
    "mrr",
    worths.map(({ atLeastMinor = 0, belowMinor = unlimited }) => ({ least: atLeastMinor, below: belowMinor })),
  );
}

const impossibleAge = (together: readonly Predicate[]): string | undefined =>
  emptyRange(
    "ageDays",
    together.flatMap(({ ageDays }) =>
      ageDays === undefined ? [] : [{ least: ageDays.atLeast ?? 0, below: ageDays.below ?? unlimited }],
    ),
  );

/** What is denied although it stands beside the denial, word for word. */
function denied(together: readonly Predicate[]): string | undefined {
  const said = new Set(together.flatMap((each) => Object.entries(each).map((part) => JSON.stringify(part))));
  const contradiction = together
    .flatMap(({ not }) => not ?? [])
    .find((not) => Object.entries(not).every((part) => said.has(JSON.stringify(part))));
  return contradiction && "its not denies what stands beside it";
}

function noBranch({ any }: Predicate, together: readonly Predicate[], segments: Segments): string | undefined {
  if (any === undefined) return undefined;
  // These are flat already: what they refer to stands among them.
  const others = together.map(({ any: _any, all: _all, in: _in, ...rest }) => rest);
  const reasons = any.map((branch) => neverBecause({ all: [...others, branch] }, segments));
  const [first] = reasons;
  return reasons.every((reason) => reason !== undefined) ? first : undefined;
}

/**
 * Why nobody can ever be in a segment, as the part of a sentence; undefined if somebody may. It knows contradictions
 * between the parts, not everything that the world rules out.
 * @param segments those it may refer to; none may lead back to itself.
 */
export function neverBecause(predicate: Predicate, segments: Segments): string | undefined {
  const together = conjuncts(predicate, segments);
  const contradictions = [
    ...lists.map((list) => disjoint(list, together)),
    impossibleWorth(together),
    impossibleAge(together),
    denied(together),
    ...together.map((each) => noBranch(each, together, segments)),
  ];
  return contradictions.find((reason) => reason !== undefined);
}
