import type { Payments } from "../billing/payments.ts";
import type { ProviderRecords } from "../billing/provider-records.ts";
import { BusyError } from "../platform/errors.ts";
import { type ProviderTurns, providerTurns, type TurnPorts, type TurnSetting } from "./provider-turns.ts";

type Turning = Pick<ProviderTurns, "turn" | "refused">;

/** Each call waits for its turn, and one that the provider refuses because it is asked too much silences all. */
const pacedBy =
  (turns: Turning) =>
  <Asked extends readonly unknown[], Answer>(call: (...asked: Asked) => Promise<Answer>) =>
  async (...asked: Asked): Promise<Answer> => {
    await turns.turn();
    try {
      return await call(...asked);
    } catch (error) {
      if (error instanceof BusyError) throw await turns.refused(error.retryAfterMs);
      throw error;
    }
  };

/** A provider that is asked at its pace. Besides what the port says every method may throw NotYetError. */
export function pacedPayments(payments: Payments, turns: Turning): Payments {
  const paced = pacedBy(turns);
  return {
    readInvoice: paced(payments.readInvoice),
    payInvoice: paced(payments.payInvoice),
    createCardUpdateLink: paced(payments.createCardUpdateLink),
    pauseSubscription: paced(payments.pauseSubscription),
    resumeSubscription: paced(payments.resumeSubscription),
    markUncollectible: paced(payments.markUncollectible),
    cancelSubscription: paced(payments.cancelSubscription),
    listDrafts: paced(payments.listDrafts),
    finalizeInvoice: paced(payments.finalizeInvoice),
  };
}

/** The same of what a provider has. */
export function pacedRecords(records: ProviderRecords, turns: Turning): ProviderRecords {
  const paced = pacedBy(turns);
  return {
    mode: records.mode,
    account: paced(records.account),
    read: paced(records.read),
    listInvoices: paced(records.listInvoices),
  };
}

/** A provider at its pace, and the turns of this process, as functions are given them. */
export function atItsPace(
  payments: Payments,
  ports: TurnPorts,
  setting: TurnSetting,
): { readonly payments: Payments; readonly turns: ProviderTurns } {
  const turns = providerTurns(ports, setting);
  return { payments: pacedPayments(payments, turns), turns };
}
