/** The two places where Stripe keeps the card to charge; the payment method comes first. */
interface Defaults {
  readonly paymentMethod: string | undefined;
  /** Where cards lay before payment methods existed. */
  readonly source: string | undefined;
}

/** The same before a change: undefined for a place that did not change, null for one that was empty. */
type PreviousDefaults = { readonly [Place in keyof Defaults]: string | null | undefined };

/** The card that is charged by default. */
export const defaultCard = ({ paymentMethod, source }: Defaults): string | undefined => paymentMethod ?? source;

/** The card that has just replaced another one, or none, as the default; undefined if nothing changed. */
export function newDefaultCard(
  now: Defaults,
  previous: PreviousDefaults,
): { readonly cardId: string; readonly replaced: string | undefined } | undefined {
  const before = defaultCard({
    paymentMethod: beforeChange(now.paymentMethod, previous.paymentMethod),
    source: beforeChange(now.source, previous.source),
  });
  const card = defaultCard(now);
  return card === undefined || card === before ? undefined : { cardId: card, replaced: before };
}

const beforeChange = (now: string | undefined, previous: string | null | undefined): string | undefined =>
  previous === undefined ? now : (previous ?? undefined);
