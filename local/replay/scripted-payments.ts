import type { Payments } from "../../functions/billing/payments.ts";
import type { Clock } from "../../functions/platform/ports/clock.ts";
import { type ScriptedAnswer, scriptOf } from "./scripted-answers.ts";

/** A provider that answers by a script, and where the script is silent as `implied` does. */
export function scriptedPayments(implied: Payments, answers: readonly ScriptedAnswer[], clock: Clock): Payments {
  const script = scriptOf(answers, clock);
  return {
    readInvoice: async (invoiceId) => {
      const part = script.readInvoice();
      return { ...(await implied.readInvoice(invoiceId)), ...part };
    },
    payInvoice: async (request) => script.payInvoice() ?? implied.payInvoice(request),
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
  };
}
