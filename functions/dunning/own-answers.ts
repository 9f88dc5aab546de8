import type { OwnAnswer } from "../billing/attempts.ts";
import type { ChargedMethod } from "../billing/payment.ts";
import type { DunningCase } from "./case.ts";

type Tried = DunningCase["attempts"][number];

const results = { paid: "succeeded", declined: "failed", "needs-customer": "failed", processing: "pending" } as const;

const declinedMethod = ({ cardId, cardBrand, cardLast4, cardCountry }: DunningCase): ChargedMethod => ({
  methodId: cardId,
  brand: cardBrand,
  last4: cardLast4,
  country: cardCountry,
});

/** What was charged: what the answer names, what we asked for, or what was declined while it was the only one. */
function methodOf({ charge, methodId, at }: Tried, dunningCase: DunningCase): ChargedMethod {
  const named = charge?.methodId ?? methodId;
  if (named !== undefined) return { methodId: named, kind: charge?.kind };
  const { cardChangedAt, cardRetry } = dunningCase;
  if (cardChangedAt === undefined) return declinedMethod(dunningCase);
  return at >= cardChangedAt ? { methodId: cardRetry?.cardId } : {};
}

/**
 * What a case remembers of charges: the provider's answers to ours, the first failure, and the decline that was learned
 * last, whoever charged. Where events tell of the same charges, they are one (attempts.ts).
 */
export function ownAnswers(dunningCase: DunningCase): OwnAnswer[] {
  const { attempts, invoiceId, decline, declinedAt, openedAt, cardChangedAt } = dunningCase;
  const answers = attempts.flatMap((tried): OwnAnswer[] => {
    const { at, result, charge } = tried;
    if (result === "not-open") return [];
    const { chargeId, paymentId } = charge ?? {};
    const method = methodOf(tried, dunningCase);
    return [{ invoiceId, at, result: results[result], decline: tried.decline, chargeId, paymentId, method }];
  });
  const known = new Set(answers.map(({ at }) => at));
  const remembered: OwnAnswer[] = [];
  if (decline !== undefined && declinedAt !== undefined && !known.has(declinedAt))
    remembered.push({ invoiceId, at: declinedAt, result: "failed", decline, method: declinedMethod(dunningCase) });
  if (!known.has(openedAt) && declinedAt !== openedAt) {
    const method = cardChangedAt === undefined ? declinedMethod(dunningCase) : {};
    remembered.push({ invoiceId, at: openedAt, result: "failed", method });
  }
  return [...remembered, ...answers];
}
