/**
 * What must be true of whoever is in a segment: every part that is given, at once. A list is satisfied by any one of
 * its values. A part of which nothing is known is not true; its `not` therefore is.
 */
export interface Predicate<Name extends string = string> {
  /** ISO 3166-1 alpha-2: `DE`. */
  readonly country?: readonly string[] | undefined;
  /** BCP 47: `pt` takes every kind of Portuguese, `pt-BR` one. */
  readonly locale?: readonly string[] | undefined;
  readonly plan?: readonly string[] | undefined;
  /** The value under the metadata key of `provider.metadata.segment`. */
  readonly metadataSegment?: readonly string[] | undefined;
  readonly acquisitionChannel?: readonly string[] | undefined;
  readonly provider?: readonly string[] | undefined;
  /** The monthly worth in the currency's minor unit; whoever pays in another currency is not in it. */
  readonly mrr?:
    | {
        readonly currency: string;
        readonly atLeastMinor?: number | undefined;
        readonly belowMinor?: number | undefined;
      }
    | undefined;
  /** Whole days of 24 hours since the provider has known the customer. */
  readonly ageDays?: { readonly atLeast?: number | undefined; readonly below?: number | undefined } | undefined;
  /** Whoever is in another segment. */
  readonly in?: Name | undefined;
  readonly all?: readonly Predicate<Name>[] | undefined;
  readonly any?: readonly Predicate<Name>[] | undefined;
  readonly not?: Predicate<Name> | undefined;
}

/** The segments of a configuration, by name. */
export type Segments<Name extends string = string> = Readonly<Record<Name, Predicate<NoInfer<Name>>>>;
