import { neverBecause } from "./never-true.ts";
import type { SegmentsPolicy } from "./policy-slice.ts";
import type { Predicate, Segments } from "./predicate.ts";

/** A predicate and where it stands: `segments.vip.any.0`. */
interface Placed {
  readonly field: string;
  readonly predicate: Predicate;
}

/** What is wrong with the segments of a configuration. */
export function proveSegments({ segments }: SegmentsPolicy): string[] {
  const named = Object.entries(segments).map(([name, predicate]) => ({ name, field: `segments.${name}`, predicate }));
  const circles = named.flatMap(({ name, field }) => proveNoCircle(field, name, segments));
  return [
    ...named.flatMap(proveNameForm),
    ...named.flatMap(within).flatMap((placed) => [...proveParts(placed), ...proveNames(placed, segments)]),
    ...circles,
    ...(circles.length === 0 ? named.flatMap((placed) => provePossible(placed, segments)) : []),
    ...proveDistinct(named),
  ];
}

const proveNameForm = ({ name, field }: { readonly name: string; readonly field: string }): string[] =>
  /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)
    ? []
    : [`${field}: ${name} is no name for a segment; write it in small letters and hyphens, such as high-value.`];

function provePossible({ field, predicate }: Placed, segments: Segments): string[] {
  const never = neverBecause(predicate, segments);
  return never === undefined ? [] : [`${field}: nobody can be in it: ${never}; mend it or remove it.`];
}

/**
 * A segment that something refers to exists.
 * @param field where the name stands, as the operator's file has it.
 */
export function proveSegmentName(field: string, name: string, segments: Segments): string[] {
  if (Object.hasOwn(segments, name)) return [];
  const names = Object.keys(segments).join(", ");
  return [
    `${field}: there is no segment ${name}; ${names ? `name one of ${names}` : "there are none yet"}, or add it.`,
  ];
}

/** The predicate and all those inside it. */
function within({ field, predicate }: Placed): Placed[] {
  const { all = [], any = [], not } = predicate;
  const inner = [
    ...all.map((each, index) => ({ field: `${field}.all.${index}`, predicate: each })),
    ...any.map((each, index) => ({ field: `${field}.any.${index}`, predicate: each })),
    ...(not === undefined ? [] : [{ field: `${field}.not`, predicate: not }]),
  ];
  return [{ field, predicate }, ...inner.flatMap(within)];
}

function proveParts({ field, predicate }: Placed): string[] {
  const parts = Object.entries(predicate).filter(([, part]) => part !== undefined);
  if (parts.length === 0)
    return [`${field}: says nothing, so everybody would be in it; give it a part such as country, or remove it.`];
  return parts.flatMap(([part, values]) => {
    const twice = Array.isArray(values) ? values.find((value, index) => values.indexOf(value) < index) : undefined;
    return typeof twice === "string" ? [`${field}.${part}: ${twice} stands there twice; name it once.`] : [];
  });
}

const proveNames = ({ field, predicate }: Placed, segments: Segments): string[] =>
  predicate.in === undefined ? [] : proveSegmentName(`${field}.in`, predicate.in, segments);

/** The names a segment refers to, directly. */
const referredBy = (name: string, segments: Segments): string[] => {
  const predicate = segments[name];
  return predicate === undefined
    ? []
    : within({ field: "", predicate }).flatMap(({ predicate: { in: other } }) => other ?? []);
};

/** Told once for a circle, at the first of its names. */
function proveNoCircle(field: string, name: string, segments: Segments): string[] {
  const ways: string[][] = [[name]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const next of referredBy(way.at(-1) ?? name, segments)) {
      const circle = [...way, next];
      if (next === name)
        return way.some((each) => each < name)
          ? []
          : [`${field}: leads back to itself (${circle.join(" -> ")}); take one of them out.`];
      if (!seen.has(next)) ways.push(circle);
      seen.add(next);
    }
  }
  return [];
}

function proveDistinct(named: readonly Placed[]): string[] {
  const texts = named.map(({ predicate }) => JSON.stringify(predicate));
  return named.flatMap(({ field }, index) => {
    const first = named[texts.indexOf(texts[index] ?? "")];
    return first === undefined || first.field === field
      ? []
      : [`${field}: says the same as ${first.field}; remove one.`];
  });
}
