import { withAnswers } from "../billing/attempts.ts";
import { type MethodToCharge, methodToCharge, walletNow } from "../billing/method-to-charge.ts";
import { type AskedMethod, type MethodVerdict, verdictOn } from "../billing/method-verdict.ts";
import type { ProviderInvoice } from "../billing/payments.ts";
import type { Instant } from "../platform/instant.ts";
import type { DunningCase } from "./case.ts";
import { ownAnswers } from "./own-answers.ts";
import type { CaseContext } from "./situation.ts";

export type MethodOfCase = MethodToCharge & { readonly verdict: MethodVerdict };

/** What a case knows of the method itself, where events have not told of any. */
function methodOfOldCase({ cardRetry, cardId, cardCountry, methodKind }: DunningCase): AskedMethod {
  const { cardId: methodId, requestedAt: since } = cardRetry ?? {};
  // A card that is asked to be charged anew is new, or was renewed.
  const anew = { methodId, since, renewedAt: since };
  return methodId === cardId ? { ...anew, country: cardCountry, kind: methodKind } : anew;
}

/**
 * The method that a case's invoice is charged to at `at`, and whether it may be.
 * @param invoice as the provider has it, where it was just read: what was chosen this moment is known from there.
 */
export function methodOfCase(
  dunningCase: DunningCase,
  { attempts, wallet }: CaseContext,
  at: Instant,
  invoice?: ProviderInvoice,
): MethodOfCase {
  const { invoiceId, linkUsed } = dunningCase;
  const all = withAnswers(attempts, ownAnswers(dunningCase));
  const judged = (method: AskedMethod) => verdictOn(method, { attempts: all, invoiceId, at });
  const chosen = methodToCharge(walletNow(wallet, invoice, at), judged, linkUsed?.at);
  const method = chosen.method ?? methodOfOldCase(dunningCase);
  return { ...chosen, method, verdict: judged(method) };
}
