import type { ChargeOutcome, Payments } from "../../functions/billing/payments.ts";
import { nameOf } from "../../functions/platform/errors.ts";
import type { Instant } from "../../functions/platform/instant.ts";
import type { Clock } from "../../functions/platform/ports/clock.ts";

/** A charge that was asked for. */
export interface WitnessedCharge {
  readonly at: Instant;
  readonly invoiceId: string;
  /** The method that was charged; undefined where neither the request nor the provider names one. */
  readonly methodId: string | undefined;
  /** What came of it, or the name of the error by which nothing is known. */
  readonly result: string;
}

/** The methods of the port that change something beside a charge. */
export type Change = Exclude<keyof Payments, "readInvoice" | "payInvoice" | "createCardUpdateLink" | "listDrafts">;

/** A change at the provider that was asked for and agreed to. */
export interface WitnessedChange {
  readonly at: Instant;
  readonly what: Change;
  /** Of what was changed: an invoice or a subscription. */
  readonly id: string;
}

/** What was asked of a provider, oldest first. A repeat under a key that has had its answer asks for nothing new. */
export interface Witness {
  readonly charges: readonly WitnessedCharge[];
  readonly changes: readonly WitnessedChange[];
}

/** Writes down every charge and every change that a provider is asked for. */
export function witnessedPayments(
  payments: Payments,
  clock: Clock,
): { readonly payments: Payments; readonly witness: Witness } {
  const charges: WitnessedCharge[] = [];
  const changes: WitnessedChange[] = [];
  const answered = new Set<string>();
  const charge = (
    { invoiceId, methodId, idempotencyKey }: Parameters<Payments["payInvoice"]>[0],
    result: string,
    charged: string | undefined,
  ) => {
    if (answered.has(idempotencyKey)) return;
    charges.push({ at: clock.now(), invoiceId, methodId: charged ?? methodId, result });
  };
  const payInvoice = async (request: Parameters<Payments["payInvoice"]>[0]): Promise<ChargeOutcome> => {
    try {
      const outcome = await payments.payInvoice(request);
      charge(request, outcome.result, outcome.result === "not-open" ? undefined : outcome.charge?.methodId);
      answered.add(request.idempotencyKey);
      return outcome;
    } catch (error) {
      charge(request, nameOf(error), undefined);
      throw error;
    }
  };
  const change = (what: Change) => async (id: string, idempotencyKey: string) => {
    await payments[what](id, idempotencyKey);
    if (!answered.has(idempotencyKey)) changes.push({ at: clock.now(), what, id });
    answered.add(idempotencyKey);
  };
  return {
    payments: {
      readInvoice: payments.readInvoice,
      payInvoice,
      createCardUpdateLink: payments.createCardUpdateLink,
      pauseSubscription: change("pauseSubscription"),
      resumeSubscription: change("resumeSubscription"),
      markUncollectible: change("markUncollectible"),
      cancelSubscription: change("cancelSubscription"),
      listDrafts: payments.listDrafts,
      finalizeInvoice: change("finalizeInvoice"),
    },
    witness: { charges, changes },
  };
}
