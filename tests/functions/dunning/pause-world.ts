import { fold } from "../../../functions/billing/fold.ts";
import type { InvoiceStatus } from "../../../functions/billing/invoice.ts";
import { parseKnownCustomer } from "../../../functions/billing/known-customer.ts";
import { changedItems } from "../../../functions/billing/known-customer-items.ts";
import type { Payments } from "../../../functions/billing/payments.ts";
import { createCloseCase } from "../../../functions/dunning/acts/close-case.ts";
import { createHandToPerson } from "../../../functions/dunning/acts/hand-to-person.ts";
import { createNotify } from "../../../functions/dunning/acts/notify.ts";
import { createPauseSubscription } from "../../../functions/dunning/acts/pause-subscription.ts";
import { createPlanNextStep } from "../../../functions/dunning/acts/plan-next-step.ts";
import { createResumeSubscription } from "../../../functions/dunning/acts/resume-subscription.ts";
import { createRetryPayment } from "../../../functions/dunning/acts/retry-payment.ts";
import { parseCases } from "../../../functions/dunning/case-store.ts";
import { compose } from "../../../functions/dunning/dunning-messages.ts";
import { dunningReconciler } from "../../../functions/dunning/dunning-reconciler.ts";
import { parsePauses, pauseDue } from "../../../functions/dunning/pause-store.ts";
import { standingPause } from "../../../functions/dunning/standing-pause.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { RetryableError, TerminalError } from "../../../functions/platform/errors.ts";
import type { Instant } from "../../../functions/platform/instant.ts";
import type { Email } from "../../../functions/platform/ports/mailer.ts";
import type { Item } from "../../../functions/platform/ports/store.ts";
import { takeUp } from "../../../functions/platform/take-up.ts";
import { isDueAs, isParked, release } from "../../../functions/platform/trouble.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { customerFact, event, invoiceFact, subscriptionFact } from "../billing/sample-events.ts";
import { exactPolicy, openedAt } from "./sample-case.ts";

/** What goes wrong with the next call to the provider that changes something. */
export type Fault = "none" | "before" | "after" | "refused";

const customerId = "stripe-cus_1";
const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** A payer with invoices of one subscription, a provider with a state of its own, and everything that may be due. */
export function pauseWorld(invoiceIds: readonly string[]) {
  let state = memoryStore();
  let policy = exactPolicy;
  let now: Instant = openedAt;
  let events = 0;
  let fault: Fault = "none";
  const clock = { now: () => now };
  const provider = {
    status: new Map<string, InvoiceStatus>(invoiceIds.map((id) => [id, "open"])),
    pause: undefined as "us" | "merchant" | undefined,
    inFlight: new Set<string>(),
    /** The merchant sends invoices now, and customers pay them by hand. */
    isMerchants: false,
    drafts: [] as { invoiceId: string; amount: { amountMinor: number; currency: string }; createdAt: Instant }[],
    finalized: [] as string[],
    /** What was done there, with what was so at that moment. */
    done: [] as { what: string; id: string; at: Instant; inFlight: boolean; isMerchants: boolean }[],
    answers: new Map<string, true>(),
  };
  const did = (what: string, id: string) =>
    provider.done.push({ what, id, at: now, inFlight: isInFlight(id), isMerchants: provider.isMerchants });
  /** What is done to the subscription is done to each of its invoices. */
  const isInFlight = (id: string): boolean => (id === "sub_1" ? false : provider.inFlight.has(id));
  /** Keyed as at a provider: what was answered once is answered again and not done. */
  const changing = (what: string, effect: (id: string) => void) => async (id: string, key: string) => {
    const went = fault;
    fault = "none";
    if (went === "before") throw new RetryableError("no answer");
    if (went === "refused") throw new TerminalError("refused");
    if (!provider.answers.has(key)) {
      provider.answers.set(key, true);
      did(what, id);
      effect(id);
    }
    if (went === "after") throw new RetryableError("the answer was lost");
  };
  const amount = { amountMinor: 4900, currency: "EUR" };
  const payments: Payments = {
    readInvoice: async (invoiceId) => ({
      invoiceId,
      status: provider.status.get(invoiceId) ?? "open",
      amountRemaining: amount,
      amountPaid: amount,
      paymentInProgress: provider.inFlight.has(invoiceId) ? { kind: "sepa-debit", since: openedAt } : undefined,
      lastAttempt: { paymentId: `pi_${invoiceId}` },
      chargedAutomatically: !provider.isMerchants,
      subscription: {
        subscriptionId: "sub_1",
        status: "past_due",
        pause: provider.pause && { by: provider.pause },
      },
    }),
    payInvoice: async ({ invoiceId }) => {
      did("pay", invoiceId);
      return { result: "declined", decline: { providerCode: "insufficient_funds" } };
    },
    createCardUpdateLink: async ({ returnUrl }) => ({ url: returnUrl }),
    pauseSubscription: changing("pause", () => {
      provider.pause = "us";
    }),
    resumeSubscription: changing("resume", () => {
      provider.pause = undefined;
    }),
    markUncollectible: changing("give-up", (id) => {
      if (provider.status.get(id) === "open") provider.status.set(id, "uncollectible");
    }),
    cancelSubscription: changing("cancel", () => {}),
    listDrafts: async () => provider.drafts.filter(({ invoiceId }) => !provider.finalized.includes(invoiceId)),
    finalizeInvoice: async (invoiceId) => void provider.finalized.push(invoiceId),
  };
  const mails: (Email & { readonly isMerchants: boolean; readonly anyInFlight: boolean })[] = [];
  const ports = {
    get state() {
      return state;
    },
    get policy() {
      return policy;
    },
    ...{ clock, payments, compose, log: silent, publicUrl: "https://holdfast.example" },
    linkKey: { linkSigningKey: async () => "k".repeat(64) },
    mailer: {
      send: async (mail: Email) => {
        const { isMerchants, inFlight } = provider;
        return { serviceMessageId: `ses-${mails.push({ ...mail, isMerchants, anyInFlight: inFlight.size > 0 })}` };
      },
    },
    workflows: { startDunning: async () => "started" as const },
  };
  const handlers = {
    "retry-payment": createRetryPayment(ports),
    notify: createNotify(ports),
    "warn-of-pause": createNotify(ports),
    pause: createPauseSubscription(ports),
    resume: createResumeSubscription(ports),
    "hand-to-person": createHandToPerson(ports),
    close: createCloseCase(ports),
  };
  const items = () => state.query(`customer#${customerId}`);
  const cases = async () => parseCases(await items());

  const hear = async (...facts: Parameters<typeof event>[2][]) => {
    events += 1;
    const read = await items();
    const before = parseKnownCustomer(customerId, read);
    const told = { ...event(`evt_${String(events).padStart(4, "0")}`, "PT0S", ...facts), occurredAt: now };
    const known = fold(before, told);
    const reconciled = dunningReconciler(ports).reconcile({ items: read, heldElsewhere: [], before, known, now });
    for (const item of [...changedItems(before, known), ...reconciled.items]) await state.save(item);
    await reconciled.wake();
  };
  const paidFact = (invoiceId: string) =>
    invoiceFact({ invoiceId, status: "paid", amountPaid: amount, paidAt: now, attemptCount: 2 });

  /** One box of the workflow, which may die on the way; a failure leads back to planning, as in the workflow. */
  const step = async (caseId: string) => {
    const dunningCase = (await cases()).get(caseId);
    if (dunningCase === undefined || dunningCase.status === "closed") return;
    const plan = createPlanNextStep(ports);
    const output = await plan({ customerId, caseId, epoch: dunningCase.epoch });
    if (!("key" in output.step)) return;
    if (output.step.dueAt > now) now = output.step.dueAt;
    try {
      await handlers[output.step.act](output);
    } catch (error) {
      const name = error instanceof Error ? error.name : "Error";
      await plan({ ...output, failure: { Error: name, Cause: "{}" } });
    }
  };
  /** Everything that is due of pauses, as the sweep takes it up. */
  const sweep = async () => {
    for (const item of state.all()) {
      if (item.due === undefined || item.due.at > now || !isDueAs(pauseDue, item)) continue;
      await takeUp(ports, standingPause(ports), item);
    }
  };

  return {
    ...{ provider, mails, hear, step, sweep, cases, items, amount },
    now: () => now,
    wait: (duration: string) => {
      now = plus(now, duration);
    },
    pauses: async () => parsePauses(await items()),
    begin: async () => {
      await hear(customerFact("ada@example.com"), subscriptionFact("past_due"));
      for (const invoiceId of invoiceIds) await hear(invoiceFact({ invoiceId }, "failed"));
    },
    failNext: (next: Fault) => {
      fault = next;
    },
    pay: (invoiceId: string) => {
      provider.inFlight.delete(invoiceId);
      if (provider.status.get(invoiceId) !== "void") provider.status.set(invoiceId, "paid");
    },
    hearPaid: async (invoiceId: string) => {
      if (provider.status.get(invoiceId) === "paid") await hear(paidFact(invoiceId));
    },
    dry: (dryRun: boolean) => {
      policy = { ...policy, dunning: { ...policy.dunning, dryRun } };
    },
    withoutPause: () => {
      const steps = policy.dunning.steps.filter(({ pause }) => !pause);
      policy = { ...policy, dunning: { ...policy.dunning, steps } };
    },
    snapshot: (): readonly Item[] => state.all(),
    restore: async (snapshot: readonly Item[]) => {
      state = memoryStore();
      for (const item of snapshot) await state.save({ ...item, rev: 0 });
    },
    releaseParked: async () => {
      for (const item of state.all()) if (isParked(item)) await state.save(release(item, now));
    },
  };
}
export type PauseWorld = ReturnType<typeof pauseWorld>;
