import type { ChargeOutcome, Payments } from "../../functions/billing/payments.ts";
import type { Clock } from "../../functions/platform/ports/clock.ts";
import type { ImpliedPayments } from "./implied-payments.ts";
import { type ScriptedAnswer, scriptOf } from "./scripted-answers.ts";

/**
 * A provider that answers by a script, and where the script is silent as the events imply. A key that has had its
 * answer to a charge gets the same again.
 */
export function scriptedPayments(implied: ImpliedPayments, answers: readonly ScriptedAnswer[], clock: Clock): Payments {
  const script = scriptOf(answers, clock);
  const given = new Map<string, ChargeOutcome>();
  const charge = async (request: Parameters<Payments["payInvoice"]>[0]): Promise<ChargeOutcome> => {
    const scripted = script.payInvoice();
    if (scripted === undefined) return implied.payInvoice(request);
    const outcome: ChargeOutcome =
      scripted.result === "not-open"
        ? scripted
        : { ...scripted, charge: { ...implied.chargeOf(request), ...scripted.charge } };
    implied.answered(request, outcome);
    return outcome;
  };
  return {
    readInvoice: async (invoiceId) => {
      const part = script.readInvoice();
      return { ...(await implied.readInvoice(invoiceId)), ...part };
    },
    payInvoice: async (request) => {
      const outcome = given.get(request.idempotencyKey) ?? (await charge(request));
      given.set(request.idempotencyKey, outcome);
      return outcome;
    },
    createCardUpdateLink: async (request) => script.createCardUpdateLink() ?? implied.createCardUpdateLink(request),
    pauseSubscription: async (id, key) => {
      script.agrees("pauseSubscription");
      await implied.pauseSubscription(id, key);
    },
    resumeSubscription: async (id, key) => {
      script.agrees("resumeSubscription");
      await implied.resumeSubscription(id, key);
    },
    markUncollectible: async (id, key) => {
      script.agrees("markUncollectible");
      await implied.markUncollectible(id, key);
    },
    cancelSubscription: async (id, key) => {
      script.agrees("cancelSubscription");
      await implied.cancelSubscription(id, key);
    },
    listDrafts: async (id) => script.listDrafts() ?? implied.listDrafts(id),
    finalizeInvoice: async (id, key) => {
      script.agrees("finalizeInvoice");
      await implied.finalizeInvoice(id, key);
    },
  };
}
